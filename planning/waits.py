"""What waits in Planera: the information instead of a dialogue, from the no until the case is closed."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dialog.access import Access
from dialog.engine.process import process
from dialog.engine.register import Kept
from dialog.rights import COMMUNICATOR, RESPONSIBLE
from dialog.texts.kinds import holds, is_published, publications
from dialog.waits import PLACES, SENTENCES, Waiting, Where, rule

SENTENCES.update(
    {
        "information_unwritten": _("Write to residents what was decided, and why"),
        "information_unpublished": _("Publish the information, and note where"),
        "information_done": _("Mark the information as done: that closes the case"),
    }
)
PLACES.update(
    {
        "information_unwritten": Where("written", begins="information"),
        "information_unpublished": Where("published"),
        "information_done": Where("acts"),
    }
)


@rule
def information(access: Access) -> Iterator[Waiting]:
    """The text waits for the responsible official from the decision on, then to be published, then for the end."""
    if not access.is_on_information_track or access.case.closed_at:
        return
    step = process.step("information")
    assert isinstance(step, Kept)
    decided = [one for key, one in access.decisions_in_force.items() if not process.step(key).lets_go_on(one)]
    since = max(one.recorded_at for one in decided)
    texts = [one for one in step.rows(access) if one.is_proposed or holds(one, access)]
    if not texts:
        begun = next((one.row for one in step.rows(access) if one.is_written_on), "")
        yield Waiting(since, "information_unwritten", RESPONSIBLE, step.key, begun)
    for one in texts:
        if not one.is_proposed and not is_published(one, access):
            yield Waiting(one.in_force_at or since, "information_unpublished", COMMUNICATOR, step.key, one.row)
    if not access.is_done(step.key) and not any(step.lacks(access)):
        told = [one.at for text in texts for one in publications(access, text)]
        yield Waiting(max(told, default=since), "information_done", RESPONSIBLE, step.key)
