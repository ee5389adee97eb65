"""The receipt of an answer to a proposal: what holds now, what waits next, what has happened, how to correct it.

It is read from the event that the act wrote, so it can be read again any time by those who read the case's history.
"""

import datetime as dt
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dialog.acts.core import Attempt, Refused
from dialog.acts.words import event as event_words
from dialog.cases.inbox import Item, items, waits_for
from dialog.forms.draft_form import Missing
from dialog.forms.posted import Posted, WrongFact
from dialog.language.dates import say_date
from dialog.language.sentences import all_of
from dialog.models import BodyReply, Decision, DecisionFact, Event, Person, Record, Told, Wait
from dialog.models.decision import facts_now
from dialog.process.access import Access, load
from dialog.process.act import ACTS
from dialog.process.audiences import names_of, people_of
from dialog.process.step import DecidedStep
from dialog.process.wording import has_changed, wording_in_force
from dialog.rights import ELECTED
from dialog.views.place import Place
from dialog.web.http import Request
from dialog.web.permissions import case_reader

LOOKED_THROUGH = 50  # so many of the things that wait are looked through for the next one that can be done today
# The facts that are asked for, each with the field in which it is typed.
ASKED = {DecisionFact.Kind.SECTION: "section", DecisionFact.Kind.ADJUSTED: "adjusted"}


def receipt_of(attempt: Attempt) -> str:
    """Return the address of the receipt of an act; empty where it has none. A communicator's approval of a text has none."""
    if attempt.event is None or not attempt.declared.has_receipt or attempt.step.role != ELECTED or attempt.missing:
        return ""
    return reverse("receipt", args=[attempt.access.case.pk, attempt.event.pk])


@case_reader
def receipt(request: Request, access: Access, event: int) -> HttpResponse:
    """Show the receipt of an answer, or add the § and the day when the minutes were adjusted."""
    found = Event.objects.filter(case=access.case, pk=event).select_related("by").first()
    declared = ACTS.get(found.act) if found else None
    if found is None or declared is None or not declared.has_receipt:
        raise Http404
    place = Place.find(access, found.step, found.row)
    if place.step_or_kind.role != ELECTED:
        raise Http404
    if not access.is_member:
        raise PermissionDenied(_("This is for the members of the case."))
    page = Receipt(place, found)
    if request.method == "POST":
        page.typed = request.POST
        if not page.asks_for:
            raise PermissionDenied(_("Your role in the case does not give you this."))
        page.wrong = add_facts(page, request.POST)
        if not page.wrong:
            return redirect(reverse("receipt", args=[access.case.pk, found.pk]))
        page = Receipt(place.again(load(request.user, access.case.pk)), found, typed=page.typed, wrong=page.wrong)
    return render(request, "dialog/receipt.html", page.context(), status=422 if page.wrong else 200)


def add_facts(page: "Receipt", post: QueryDict) -> dict[str, list[str]]:
    """Add what was typed to the decision, each fact by the act that adds facts; return what was wrong, by its field."""
    posted, wrong = Posted(post), dict[str, list[str]]()
    for kind, name in ASKED.items():
        try:
            text, day = (posted.text(name), None) if name == "section" else ("", posted.day(name))
        except WrongFact as error:
            wrong[name] = _sentences(error.missing)
            continue
        if not (text or day) or page.decision is None:
            continue
        try:
            facts = {"decision": page.decision.pk, "fact": kind.value, "text": text, "date": day}
            attempt = page.place.run("add_fact", revision=None, data=None, **facts)
        except Refused as refused:
            raise PermissionDenied(str(refused)) from None
        if attempt.missing:
            wrong[name] = _sentences(attempt.missing)
    if not wrong and not any(posted.text(name) for name in ASKED.values()):
        wrong["section"] = [_("Write it, or leave the page: it can be added later.")]
    return wrong


def _sentences(missing: list[Missing]) -> list[str]:
    return [lack.sentence for lack in missing]


class Receipt:
    """What one answer to a proposal led to, as it stands today."""

    def __init__(
        self,
        place: Place,
        event: Event,
        *,
        typed: QueryDict | None = None,
        wrong: dict[str, list[str]] | None = None,
    ) -> None:
        self.place, self.event, self.access, self.step = place, event, place.access, place.step_or_kind
        self.typed, self.wrong = typed or QueryDict(), wrong or {}
        self.record: Record | None = place.record

    @cached_property
    def decision(self) -> Decision | None:
        """The decision that was recorded with it."""
        known = self.event.facts.get("decision")
        return next((decision for decision in self.access.decisions if decision.pk == known), None) if known else None

    @cached_property
    def reply(self) -> BodyReply | None:
        """What the body did instead of deciding, where it was that."""
        if self.event.act not in ("postpone", "return_by_body"):
            return None
        here = {"step": self.event.step, "row": self.event.row, "recorded_at": self.event.at}
        return BodyReply.objects.filter(case=self.access.case, **here).first()

    @property
    def is_mine(self) -> bool:
        """Whether this person did it herself."""
        return self.event.by_id == self.access.user.pk

    @property
    def title(self) -> str:
        """What holds now, in a few words."""
        called = self.record.called(reads_drafts=True) if self.record and self.record.row else ""
        facts = {"step": called or self.step.title}
        if self.decision:
            assert isinstance(self.step, DecidedStep)
            return _("Decided: %(answer)s") % {"answer": self.step.in_words(self.decision)}
        if self.event.act == "approve":
            return _("Approved: %(step)s") % facts
        if self.event.act == "postpone":
            return _("Postponed: %(step)s") % facts
        return _("Sent back: %(step)s") % facts

    @property
    def newer(self) -> bool:
        """Whether something newer holds since."""
        if self.decision:
            return self.decision.pk not in {decision.pk for decision in self.access.decisions_in_force.values()}
        return bool(self.event.version and self.record and self.record.version > self.event.version)

    @cached_property
    def asks_for(self) -> list[str]:
        """The fields of what is not known of the decision yet and this person may add: its §, and the day of adjustment."""
        decision = self.decision
        if decision is None or decision.made_by != Decision.MadeBy.BODY or self.newer:
            return []
        if "add_fact" not in self.place.acts:
            return []
        known = facts_now(decision)
        return [name for kind, name in ASKED.items() if kind.value not in known]

    @property
    def section(self) -> str:
        """The § of the decision, where it is known."""
        known = facts_now(self.decision) if self.decision else {}
        return known["section"].text if "section" in known else ""

    def reminded(self) -> dict[str, Any] | None:
        """Return whom the missing § waits for, and from which day; None where that day has come or nobody is there."""
        people = self.access.acting_responsible()
        day = self.decision.date + dt.timedelta(days=settings.MINUTES_AFTER_DAYS) if self.decision else None
        if not day or day <= self.access.today or not people:
            return None
        return {"who": names_of(people), "day": day}

    def happened(self) -> list[str]:
        """Return what the answer led to, as far as the application knows it: nothing that it only hopes."""
        return [*self._told(), *self._in_the_case(), *self._besides()]

    def _told(self) -> list[str]:
        """Whom the act made something wait for, and who has had a letter of it."""
        waits = Wait.objects.filter(case=self.access.case, since=self.event.at).select_related("person", "body", "case")
        said = []
        for item in items(waits, self.access.user):
            others = [person for person in people_of(self.access, item.wait) if person.pk != self.access.user.pk]
            if others:
                facts = {"who": names_of(others), "what": item.what}
                said.append(_("It waits for %(who)s: %(what)s") % facts)
        letters = Person.objects.filter(pk__in=Told.objects.filter(wait__in=waits, is_over=True).values("person"))
        if names := [person.name for person in letters.exclude(pk=self.event.by_id).order_by("name")]:
            said.append(_("%(people)s have been told by e-mail") % {"people": all_of(names)})
        return said

    def _in_the_case(self) -> list[str]:
        others = {membership.person.pk: membership.person for membership in self.access.members}
        names = [person.name for person in others.values() if person.pk != self.event.by_id and person.is_active]
        said = [_("%(people)s read it in the history of the case") % {"people": all_of(names)}] if names else []
        if self.event.version and self.event.version > 1:
            said.append(_("Version %(n)d is kept in the history") % {"n": self.event.version - 1})
        if self.step.wording_field and self.event.act == "approve":
            today = wording_in_force(self.access)
            if any(has_changed(decision, today) for decision in self.access.decisions_in_force.values()):
                said.append(_("Decisions that were made on the former text say that it has changed"))
        return said

    def _besides(self) -> list[str]:
        """What else happened with the same act, and what the decision opens or shuts."""
        said = []
        if self.decision and not self.step.lets_go_on(self.decision) and not self.newer:
            said.append(_("Residents are informed instead of asked"))
        elif self.decision and self.step.opens_texts:
            said.append(_("The communicators can read the case's texts to residents"))
        same = Event.objects.filter(case=self.access.case, at=self.event.at).exclude(pk=self.event.pk)
        return [*said, *(event_words(other) for other in same.select_related("by")[:LOOKED_THROUGH])]

    def next_item(self) -> dict[str, Any]:
        """Return the next thing that waits for this person, and how many there are: one that can be done today first."""
        waits = waits_for(self.access.user)
        found = list(waits[:LOOKED_THROUGH])
        there = {
            (record.case_id, record.step, record.row)
            for record in Record.objects.filter(
                case__in={wait.case_id for wait in found}, postponed_to__gt=self.access.today
            )
        }
        later = [wait for wait in found if (wait.case_id, wait.step, wait.row) in there]
        first = next((wait for wait in found if wait not in later), None) or next(iter(later), None)
        shown: Item | None = items([first], self.access.user)[0] if first else None
        return {"item": shown, "is_later": first in later, "count": len(found) if len(found) < LOOKED_THROUGH else 0}

    @property
    def corrects(self) -> str:
        """Where a slip of the pen in the decision is corrected; empty where this person cannot, or something newer holds."""
        if not self.decision or self.newer or "save_draft" not in self.place.acts:
            return ""
        return f"{self.place.url}?correct"

    @property
    def changes(self) -> str:
        """Where what was approved is changed; empty where this person cannot."""
        may = self.event.act == "approve" and not self.newer and "save_draft" in self.place.acts
        return f"{self.place.url}?change" if may else ""

    def context(self) -> dict[str, Any]:
        """Return everything that the template shows."""
        sent = self.place.events().filter(act="propose", pk__lt=self.event.pk).first()
        return {
            "receipt": self,
            "event": self.event,
            "access": self.access,
            "case": self.access.case,
            "place": self.place,
            "step": self.step,
            "record": self.record,
            "decision": self.decision,
            "until": say_date(self.reply.until) if self.reply and self.reply.until else "",
            "reply": self.reply,
            "sender": sent.by_name if sent and sent.by_id != self.access.user.pk else "",
            "next": self.next_item(),
            "happened": self.happened(),
            "reminded": self.reminded(),
            "may_comment": "comment" in self.place.acts,
            "typed": {name: self.typed.get(name, "") for name in ASKED.values()},
            "wrong": self.wrong,
        }
