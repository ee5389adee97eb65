"""What the receipt of an answer says: what holds now, what waits next, what has happened, how to correct it.

It is read from the event that the act wrote, so it can be read again any time by those who read the case's history.
"""

import datetime as dt
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from dialog.acts.words import event as event_words
from dialog.cases.inbox import Item, items, waits_for
from dialog.language.dates import say_date
from dialog.language.sentences import all_of
from dialog.models import BodyReply, Decision, DecisionFact, Event, Person, Record, Told, Wait
from dialog.models.decision import facts_now
from dialog.process.audiences import names_of, people_of
from dialog.process.gate import Gate
from dialog.process.receipts import answers_after
from dialog.process.step import DecidedStep
from dialog.process.waits import facts_awaited
from dialog.process.wording import has_changed, wording_in_force
from dialog.views.place import Place

LOOKED_THROUGH = 50  # so many of the things that wait are looked through for the next one that can be done today
# The facts that are asked for, each with the field in which it is typed.
ASKED = {
    DecisionFact.Kind.SECTION: "section",
    DecisionFact.Kind.ADJUSTED: "adjusted",
    DecisionFact.Kind.REPORTED: "reported",
}


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
        self.is_new = False  # the act has just led here

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
        """What holds now, as a heading; of what holds no longer, what was answered."""
        if self.decision:
            assert isinstance(self.step, DecidedStep)
            said = _("Decided: %(answer)s") % {"answer": self.step.in_words(self.decision)}
            return said if self.newer else self.step.holds(self.decision)
        if self.event.version:
            approved = _("Approved: %(step)s") % {"step": self.heading or self.step.title}
            return approved if self.newer else str(self.step.answered or approved)
        facts = {"what": self.step.in_a_sentence, "day": self.until}
        if self.event.act == "send_back":
            return _("The proposal on %(what)s has been sent back") % facts
        if self.event.act == "return_by_body":
            return _("The committee has sent back the proposal on %(what)s") % facts
        if self.until:
            return _("The decision on %(what)s has been postponed to %(day)s") % facts
        return _("The decision on %(what)s has been postponed") % facts

    @cached_property
    def heading(self) -> str:
        """What a row is called; empty for a step."""
        return self.record.called(reads_drafts=True) if self.record and self.record.row else ""

    @property
    def quoted(self) -> str:
        """What was decided in a row, which is a sentence of its own; else what was said with the answer."""
        if self.decision and self.decision.row:
            assert isinstance(self.step, DecidedStep)
            return self.step.in_words(self.decision)
        return self.event.note

    @property
    def until(self) -> str:
        """The day on which what was postponed is taken up again; empty where there is none."""
        return say_date(self.reply.until) if self.reply and self.reply.until else ""

    @property
    def icon(self) -> str:
        """The sign beside the title: done only where something is in force by it."""
        return "check" if self.event.version else {"postpone": "calendar"}.get(self.event.act, "back")

    @cached_property
    def newer(self) -> bool:
        """Whether something newer holds since."""
        if self.decision:
            return self.decision.pk not in {decision.pk for decision in self.access.in_force.values()}
        if self.event.version:
            return bool(self.record and (self.record.version > self.event.version or not self.is_kept))
        return answers_after(self.event)

    @property
    def is_kept(self) -> bool:
        """Whether what was confirmed still is: a gate is confirmed anew once its case has been opened again."""
        return not isinstance(self.step, Gate) or self.access.is_done(self.step.key)

    @cached_property
    def asks_for(self) -> list[str]:
        """The fields of what is not known of the decision yet and this person may add: its § and the day of adjustment;
        where nobody met, its number and the day of the report.
        """
        decision = self.decision
        if decision is None or self.newer or "add_fact" not in self.place.acts:
            return []
        known = facts_now(decision)
        return [ASKED[kind] for kind in facts_awaited(decision) if kind.value not in known]

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
                said.append(_("Waiting for %(who)s: %(what)s") % facts)
        letters = Person.objects.filter(pk__in=Told.objects.filter(wait__in=waits, is_over=True).values("person"))
        if names := [person.name for person in letters.exclude(pk=self.event.by_id).order_by("name")]:
            said.append(_("%(people)s have been told by email") % {"people": all_of(names)})
        return said

    def _in_the_case(self) -> list[str]:
        others = {membership.person.pk: membership.person for membership in self.access.members}
        names = [person.name for person in others.values() if person.pk != self.event.by_id and person.is_active]
        said = [_("%(people)s can read it in the history of the case") % {"people": all_of(names)}] if names else []
        if self.event.version and self.event.version > 1:
            said.append(_("Version %(n)d is kept in the history") % {"n": self.event.version - 1})
        if self.step.wording_field and self.event.act == "approve":
            today = wording_in_force(self.access)
            if any(has_changed(decision, today) for decision in self.access.decisions_in_force.values()):
                said.append(_("Decisions made on the previous text say that it has changed"))
        return said

    def _besides(self) -> list[str]:
        """What else happened with the same act, and what the decision opens or shuts."""
        said = []
        if self.until and not self.newer:
            said.append(_("The proposal waits for the committee again on %(day)s") % {"day": self.until})
        if self.decision and not self.step.lets_go_on(self.decision) and not self.newer:
            said.append(_("Residents are informed instead of asked"))
        elif self.decision and self.step.opens_texts:
            said.append(_("The communications team can read the case's texts for residents"))
        if self.decision and not self.newer:
            said += self.step.leads_to(self.decision)
        if isinstance(self.step, Gate) and self.step.confirmed_text and not self.newer:
            said.append(str(self.step.confirmed_text).rstrip("."))
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

    def if_wrong(self) -> dict[str, str]:
        """Return what to do when the answer was wrong: ``url`` and what the link says, a sentence ``before`` and ``after``.

        Nothing where something newer holds. Who cannot mend it herself is told to whom to say it.
        """
        if self.newer:
            return {}
        writes, answers = "save_draft" in self.place.acts, self.event.act in self.place.acts
        if self.decision and writes:
            after = _("The old line is kept, struck through.")
            return {"url": f"{self.place.url}?correct", "link": _("Write a correction"), "after": after}
        if isinstance(self.step, Gate):
            return self._if_gate_was_wrong()
        if self.event.act == "approve" and writes:
            return {"url": f"{self.place.url}?change", "link": _("Change the text")}
        if self.event.act == "postpone" and answers:
            return {"url": self.place.url, "link": _("Record again what the committee did")}
        if "comment" not in self.place.acts:
            return {}
        sent = self.place.events().filter(act="propose", pk__lt=self.event.pk).first()
        told = self.event if not self.is_mine else sent
        link = _("Write a comment to %(who)s") % {"who": told.by_name} if told else _("Write a comment")
        again = _("What was sent back can be sent again as it was.") if not self.event.version else ""
        return {"url": f"{self.place.url}#talk", "link": link, "after": again if self.event.act != "postpone" else ""}

    def _if_gate_was_wrong(self) -> dict[str, str]:
        case = self.access.case
        if not case.closed_at:
            return {"before": _("Nothing is locked: anything changed later is shown at the checkpoint.")}
        if not self.access.may("reopen"):
            return {}
        return {
            "url": reverse("case_act", args=[case.pk, "reopen"]),
            "link": _("Reopen the case"),
            "after": _("The checkpoint must then be confirmed again."),
        }

    def context(self) -> dict[str, Any]:
        """Return everything that the template shows."""
        return {
            "receipt": self,
            "event": self.event,
            "access": self.access,
            "case": self.access.case,
            "place": self.place,
            "step": self.step,
            "record": self.record,
            "decision": self.decision,
            "confirmation": self.step.confirmation(self.access) if isinstance(self.step, Gate) else None,
            "reply": self.reply,
            "next": self.next_item(),
            "happened": self.happened(),
            "reminded": self.reminded(),
            "if_wrong": self.if_wrong(),
            "typed": {name: self.typed.get(name, "") for name in ASKED.values()},
            "wrong": self.wrong,
        }
