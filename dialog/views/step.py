"""The one view of every written step: shows it, and turns what is posted into an act."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from dialog.access import STEP_RIGHTS, Access, load
from dialog.acts.core import Conflict, Refused, Turn, run
from dialog.engine import drafts
from dialog.engine.drafts import Draft
from dialog.engine.process import process
from dialog.engine.step import Step, Written
from dialog.models import Revision
from dialog.permissions import case_reader
from dialog.typed import give_back
from dialog.views.autosave import autosave, is_autosave
from dialog.views.conflict import conflict_page
from dialog.views.step_page import StepPage

TABLE_VERBS = {"add", "up", "down", "remove", "open"}
# What an elected official says that the body did with a proposal, and the act that records it.
VERDICTS = {"as_proposed": "decide", "other": "decide", "postponed": "postpone", "sent_back": "return_by_body"}


@case_reader
def step(request: HttpRequest, access: Access, step: str) -> HttpResponse:
    """Show a step, or carry out what is posted to it."""
    found = process.find(step)
    if not isinstance(found, Written):
        raise Http404
    if request.method == "POST":
        return autosave(request, access, found) if is_autosave(request) else post_step(request, access, found)
    typed = give_back(request)
    data = drafts.read(found.form.shape(), typed) if typed else None
    page = StepPage(
        access, found, open_row=request.GET.get("open", ""), change="change" in request.GET, typed=data
    )
    context = page.context()
    if typed:  # text of a session that ended is judged as the later save that it is
        context["revision"] = typed.get("revision", "")
    return render(request, found.template, context)


def post_step(request: HttpRequest, access: Access, step: Step) -> HttpResponse:
    """Turn a posted form into one act, and answer with the page that it leads to."""
    order = Order(request.POST, access, step)
    if order.act not in STEP_RIGHTS:
        raise Http404
    try:
        turn = run(
            order.act,
            access.case.pk,
            step.key,
            by=request.user,
            revision=order.revision,
            data=order.data,
            **order.facts(),
        )
    except Conflict:
        return conflict_page(request, load(request.user, access.case.pk), step, order.revision, order.data or {})
    except Refused as refused:
        page = StepPage(access, step, typed=order.data, refused=str(refused))
        return render(request, step.template, page.context(), status=403)
    if turn.missing:
        now = load(request.user, access.case.pk)
        page = StepPage(now, step, typed=order.data, missing=turn.missing, act=order.act, posted=request.POST)
        return render(request, step.template, page.context(), status=422)
    if order.had_nul:
        messages.warning(request, _("Invisible signs that cannot be kept were taken out of the text."))
    _say(request, turn)
    return redirect(order.next_page())


class Order:
    """What a posted form asks for: the act, the text, and the facts that go with it."""

    def __init__(self, post: QueryDict, access: Access, step: Step) -> None:
        self.post, self.access, self.step = post, access, step
        verb, _, self.target = post.get("act", "save_draft").partition(" ")
        self.verb = VERDICTS.get(post.get("verdict", ""), "") if verb == "verdict" else verb
        self.act = "save_draft" if self.verb in TABLE_VERBS else self.verb
        self.revision = int(post["revision"]) if post.get("revision", "").isdecimal() else -1
        self.open_row = ""
        self.had_nul = any("\x00" in text for texts in post.lists() for text in texts[1])
        self.data = self._read() if "whole" in post else None

    def _read(self) -> Draft:
        shape, post = self.step.form.shape(), self.post
        draft = drafts.read(shape, post)
        if post.get("act") == "verdict" and post.get("verdict") == "as_proposed":
            draft = self._as_proposed(draft)
        theirs = [name.removeprefix("take-") for name in post if name.startswith("take-") and post[name] == "theirs"]
        if theirs:
            draft = drafts.take(draft, self._seen_text(), theirs, list(shape.tables))
        if self.verb in TABLE_VERBS:
            table, _, key = self.target.partition(" ")
            if table in shape.tables:
                self.open_row = drafts.new_key() if self.verb == "add" else key
                draft = drafts.move(draft, table, self.verb, self.open_row)
        return draft

    def _seen_text(self) -> Draft:
        seen = Revision.objects.filter(
            record__case=self.access.case, record__step=self.step.key, record__row="", number__lte=self.revision
        )
        latest = seen.order_by("-number").first()
        return latest.data if latest else {}

    def _as_proposed(self, draft: Draft) -> Draft:
        """Return the proposal itself with the decision's own facts as they were posted."""
        own = self.step.form.decision_fields
        kept = {name: texts for name, texts in self._seen_text().items() if name not in own}
        return kept | {name: texts for name, texts in draft.items() if name in own}

    def facts(self) -> dict[str, object]:
        """Return what else the act takes: its comment, the day a body postponed to, an added fact."""
        comment = self.post.get(f"comment-{self.act}", "").replace("\x00", "").strip()
        if self.act in ("propose", "send_back", "take_back", "return_by_body"):
            return {"comment": comment}
        if self.act == "postpone":
            return {"comment": comment, "until": parse_date(self.post.get("until", ""))}
        if self.act == "restore":
            return {"text": self._older_text()}
        if self.act == "add_fact":
            return self._fact()
        if self.act in ("comment", "ask_for_help", "answer_help"):
            about = {name: int(self.post[name]) for name in ("answers", "request") if self.post.get(name, "").isdecimal()}
            return {"text": comment, **about}
        return {}

    def _older_text(self) -> Draft:
        wanted = self.post.get("restore", "")
        older = Revision.objects.filter(record__case=self.access.case, record__step=self.step.key, record__row="")
        found = older.filter(pk=wanted).first() if wanted.isdecimal() else None
        if found is None:
            raise Http404
        return found.data

    def _fact(self) -> dict[str, object]:
        decision = self.post.get("decision", "")
        return {
            "decision": int(decision) if decision.isdecimal() else 0,
            "kind": self.post.get("kind", ""),
            "text": self.post.get("fact", "").replace("\x00", "").strip(),
            "date": parse_date(self.post.get("fact_date", "")),
            "unknown_because": self.post.get("unknown_because", "").replace("\x00", "").strip(),
        }

    def next_page(self) -> str:
        """Return where to go when the act is done: back to the step, at the row that was worked on."""
        url = reverse("step", args=[self.access.case.pk, self.step.key])
        return f"{url}?open={self.open_row}#{self.open_row}" if self.open_row else url


def parse_date(text: str) -> dt.date | None:
    """Return the day that a text names in any of the formats that fields take, or None."""
    try:
        return DateField(required=False).clean(text)
    except ValidationError:
        return None


def _say(request: HttpRequest, turn: Turn) -> None:
    """Tell what happened."""
    if not turn.happened:
        return
    said = {
        "propose": _("The proposal is sent."),
        "withdraw": _("The proposal is taken back. It is a draft again."),
        "send_back": _("Sent back with your comment."),
        "finish": _("The step is done."),
        "approve": _("Approved. This is in force from now on."),
        "decide": _("The decision is recorded."),
        "postpone": _("Noted that the matter was postponed."),
        "return_by_body": _("Noted that the body sent the matter back."),
        "take_back": _("The step is no longer marked as done."),
        "add_fact": _("Added to the decision."),
        "comment": _("Your comment is there for everybody in the case."),
        "ask_for_help": _("Your request for help is sent."),
        "answer_help": _("Your answer is there, and shown where it was asked."),
        "restore": _("The older text is a draft now. Nothing in force has changed."),
    }
    clock = formats.time_format(timezone.localtime(turn.at), "TIME_FORMAT")
    messages.success(request, said.get(turn.act) or _("Saved %(time)s.") % {"time": clock})
