"""Uppfinna, declared."""

from collections.abc import Collection, Iterator

from dialog.models import Event, Record
from dialog.process.access import Access
from dialog.process.conditions import Condition
from dialog.process.gate import Gate
from dialog.process.phases import Phase, process
from dialog.process.register import Register
from dialog.process.step import WrittenStep
from dialog.rights import CIVIL_SERVANT, ELECTED
from dialog.texts.kinds import TextKind
from dialog.texts.outdated import Change, source
from dialog.web.context import Entry, add_to_menu
from tests.invention import acts, forms, reports, waits

__all__ = ["acts", "reports", "waits"]  # imported because they register themselves

WORDS = "the invented words"


class Invented(WrittenStep):
    """A step that nobody has thought of, approved by the elected and applauded by readers."""

    key = "invented"
    title = "Ett påhittat steg"
    role = ELECTED
    checklist = "Hitta på ett steg"
    requires = ("purpose",)
    form = forms.InventedForm
    template = "invention/invented.html"

    def possible_acts(self, record: Record | None, access: Access) -> set[str]:
        """What is in force can be applauded."""
        acts = super().possible_acts(record, access)
        return acts | {"applaud"} if record and record.version else acts


class Poster(TextKind):
    """A text for residents about it."""

    kind, title, plural = "poster", "Anslag", "Anslag"
    first_label = "Skriv anslaget"
    rests_on = frozenset({WORDS})
    form = forms.PosterForm


class Posters(Register):
    """The register of these texts."""

    key = "posters"
    title = "Anslagen"
    role = CIVIL_SERVANT
    kinds = (Poster(),)


class InventedGate(Gate):
    """The gate after it."""

    key = "invented_gate"
    title = "Är det påhittat?"
    form = forms.InventedGateForm
    confirm_label = "Bekräfta"


@source(WORDS)
def words_changed(cases: Collection[int]) -> Iterator[Change]:
    """Other words were approved."""
    for one in Event.objects.filter(case__in=cases, step="invented", act="approve", version__gt=1):
        yield Change(one.case_id, one.at, "Orden är andra.", WORDS)


process.add(
    Phase(
        "invention",
        "Uppfinna",
        (Invented(), Posters()),
        gate=InventedGate(),
        conditions=(Condition("Det är påhittat av någon", ("invented",)),),
        colour="invented",
        styles="invention/invention.css",
        on_paper="#7a5a1f",
    )
)
add_to_menu(Entry("inventions", "Uppfinningar"))
