"""The form of an act on the case itself, besides its steps; what a page shows of one."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import classproperty
from django.utils.translation import gettext as _

from dialog.acts.core import Refused
from dialog.forms.draft_form import readable
from dialog.forms.needs import say_what_is_needed
from dialog.forms.people_field import LooksForPeople
from dialog.language.sentences import one_of
from dialog.process.access import Access
from dialog.process.act import ACTS_ON_CASE
from dialog.process.audiences import AUDIENCES
from dialog.rights import CASE_RIGHTS

OPEN, CLOSED = "open", "closed"


class CaseAct(LooksForPeople, forms.Form):
    """A form of one thing that can be done with a case.

    ``act`` is its key in address and table of rights; what it is called in history, its sign and what is said when it is
    done stand with the act (``dialog.acts``). One that is ``about_people`` stands beside them on the page of the case. All
    but those ``for_everybody`` are offered to members alone.
    """

    do_not_call_in_templates = True  # templates speak of the act, which is this class
    act = ""
    title: Any = ""
    explanation: Any = ""
    button: Any = ""
    icon: Any = classproperty(lambda cls: ACTS_ON_CASE[cls.act].icon)
    is_final = False
    shown_first = ""  # the template of what somebody looks at before she confirms it, once it ``has_looked``
    has_looked = False
    about_people = False
    for_everybody = False
    when = frozenset({OPEN})  # in an open case or in a closed one, or in both
    needs: ClassVar[Mapping[str, Any]] = {}  # what must be filled in, each with its sentence
    use_required_attribute = False

    def __init__(self, access: Access, data: Any = None) -> None:
        self.access = access
        super().__init__(data, auto_id=f"{self.act}-%s")
        say_what_is_needed(self, self.needs)
        self.offer()

    def field(self, name: str) -> Any:
        """Return a field by its name."""
        return self.fields[name]

    def offer(self) -> None:
        """Set what the fields may choose among."""

    @classmethod
    def is_possible(cls, access: Access) -> bool:
        """Say whether the case is in a state where this can be done."""
        return (CLOSED if access.case.closed_at else OPEN) in cls.when

    @classmethod
    def right(cls, access: Access) -> str:
        """Return the row of the table of rights that this needs."""
        return cls.act

    @classmethod
    def whose(cls, access: Access) -> str:
        """Return who may do it, as whoever may not reads it."""
        who = [str(words) for capacity, words in AUDIENCES.items() if capacity in CASE_RIGHTS[cls.right(access)]]
        return _("It is only for %(who)s.") % {"who": one_of(who)} if who else ""

    def is_confirmed(self) -> bool:
        """Say whether it may be done at once; one that is looked at first shows what it would do (``shown_first``)."""
        return True

    def carry_out(self) -> None:
        """Do it. Raises Refused."""
        raise Refused(_("This cannot be done."))

    def said(self) -> str:
        """Return what has happened, with what was chosen."""
        return str(ACTS_ON_CASE[self.act].done) % {
            name: readable(self.fields[name], value) for name, value in self.cleaned_data.items() if value
        }


def reason_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}))


def offer_everywhere(case_act: CaseAct, cases: list[int]) -> None:
    """Offer to do the same with all the cases that it is about, where there are more than this one."""
    if len(cases) < 2:
        del case_act.fields["everywhere"]
        return
    case_act.fields["everywhere"].label = _("Do the same with all %(n)d open cases") % {"n": len(cases)}
