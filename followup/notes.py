"""Notes from activities become contributions here; execution counts them through this too."""

from dialog.process.access import Access
from execution import notes
from execution.models import Activity
from execution.notes import Line
from followup.acts.incoming import Incoming, take_in
from followup.models import Contribution
from followup.tally import contributions_of


def take_notes(access: Access, activity: Activity, lines: list[Line]) -> None:
    """Take over what was said at an activity, each line under the key that it has already."""
    take_in(
        access,
        [
            Incoming(line.key, line.text, activity=activity.key, question=line.question, target_group=line.target_group)
            for line in lines
        ],
        by=access.user,
        source=Contribution.Source.NOTED,
    )


notes.takers.append(take_notes)
notes.counters.append(contributions_of)
