"""The forms of the publication texts. What must be there is what residents ask."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.forms.gaps import gap
from dialog.forms.layout import Asks, Aspect, Fields, Folded, Layout, OnlyWithAnswer, Rest, Tables, Unless, When
from dialog.forms.step_form import StepForm
from dialog.language.plain_swedish import hints
from dialog.language.sentences import full_stop, said_of
from dialog.models import PublicationText
from dialog.process.phases import process

if TYPE_CHECKING:
    from dialog.process.access import Access
    from dialog.texts.kinds import TextKind

CHANNELS = [
    ("website", gettext_lazy("the municipality's website")),
    ("social_media", gettext_lazy("social media")),
    ("mass_media", gettext_lazy("radio, TV and press")),
    ("advert", gettext_lazy("advertisements")),
    ("post", gettext_lazy("post")),
    ("email", gettext_lazy("email")),
    ("newsletter", gettext_lazy("newsletter")),
    ("sms", gettext_lazy("text messages")),
    ("phone", gettext_lazy("phone calls")),
    ("qr", gettext_lazy("QR codes")),
    ("sign", gettext_lazy("signs and posters")),
    ("direct_contact", gettext_lazy("direct contact")),
    ("school", gettext_lazy("through schools")),
    ("association", gettext_lazy("through community groups")),
    ("own", gettext_lazy("another channel")),
]


def whom_to_ask() -> str:
    """Return the gap for whom residents can ask: no text names an official whom nobody has written there."""
    with override(settings.LANGUAGE_CODE):
        return gap(_("who residents can ask, with phone number or email address"))


THAT_IT_IS_NEW = frozenset(
    [
        "ny",
        "nya",
        "nytt",
        "version",
        "versionen",
        "text",
        "texten",
        "uppdaterad",
        "uppdatering",
        "ändring",
        "ändrad",
        "new",
    ]
)


def says_only_that_it_is_new(text: str) -> bool:
    """Say whether a text about what is new says nothing more than that."""
    return {word.strip(".,:;!-–").lower() for word in text.split()} - {""} <= THAT_IT_IS_NEW


OF_LATER_VERSIONS = Fields(
    OnlyWithAnswer("change", unless=lambda form: form.is_later),
    Folded(
        gettext_lazy("Withdraw the text instead"),
        OnlyWithAnswer("withdrawn_because", unless=lambda form: form.is_later),
        unless=lambda form: form.draft.get("withdrawn_because") or form.kind.is_over(form.access),
    ),
)


def of_a_language(*asked: str | Fields) -> Asks:
    """Return the question of the language, behind Swedish residents' questions, behind any other the whole text."""
    swedish = PublicationText.Language.SWEDISH
    return Asks("language", When(["", swedish], *asked), Unless(swedish, "text"))


class TextForm(StepForm):
    """What every publication text has: a title, a language, whom to ask, and what changed since the version before.

    A text in easy Swedish or another language is written whole, in ``text``; so is one that withdraws.
    """

    asked: tuple[str, ...] = ()  # the questions that the Swedish text answers
    in_sight = frozenset({"contact"})
    layout = Layout(Rest(), OF_LATER_VERSIONS, Tables())
    needs = {"title": gettext_lazy("Enter a title.")}

    class Meta:
        model = PublicationText
        fields: list[str] = ["title", "language", "text", "contact", "change", "withdrawn_because"]
        help_texts = {
            "change": gettext_lazy("Only for a new version of an approved text."),
            "withdrawn_because": gettext_lazy(
                "Only to withdraw the text. Residents will then see this and nothing else."
            ),
        }

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """Whom one may ask is the same in all texts of a small dialogue: who was named in the last one that is in force."""
        last = PublicationText.objects.filter(case=access.case).exclude(contact="").order_by("-pk").first()
        return {"contact": [last.contact]} if last else {}

    @property
    def kind(self) -> "TextKind":
        """The kind of text that the form is of."""
        return cast("TextKind", self.step)

    @property
    def is_later(self) -> bool:
        """Whether it can say what has changed since another version, or why it is withdrawn: a first version cannot."""
        record = self.access.record(self.step.key, self.row)
        return bool(record and record.version) or self.kind.is_over(self.access)

    def to_offer(self) -> dict[str, str]:
        """Offer nothing where only a text that withdraws can be sent."""
        return {} if self.only_withdraws else super().to_offer()

    @property
    def only_withdraws(self) -> bool:
        """Whether nothing can be said any more but that the text no longer holds."""
        record = self.access.record(self.step.key, self.row)
        return self.kind.is_over(self.access) and not (record and record.sent_at)

    def clean(self) -> dict[str, Any]:
        """A Swedish text answers residents' questions; others are written whole; a new version says what is new."""
        cleaned = super().clean() or self.cleaned_data
        record = self.access.record(self.step.key, self.row)
        if cleaned.get("withdrawn_because"):
            return cleaned
        if self.only_withdraws:
            self.need(
                "withdrawn_because",
                _("No new texts can be added to this case, only one that withdraws an earlier text."),
            )
            return cleaned
        if cleaned.get("language") in ("", PublicationText.Language.SWEDISH) and self.asked:
            for name in self.asked:
                self.need(name, _("Answer: %(question)s") % {"question": self.fields[name].label})
        elif "text" in self.fields:
            self.need("text", _("Enter the text."))
        if record and record.version:
            self.need("change", _("Enter what has changed since the approved version."))
            if (change := cleaned.get("change")) and says_only_that_it_is_new(change):
                self.add_error("change", _("Say what is new, not just that something is. Residents will read this."))
        return cleaned

    def advice(self) -> list[Missing]:
        """Hint at long sentences and at the handbook's own words, which residents do not use (språklagen 11 §)."""
        found = []
        if "contact" in self.fields and not (self.judged.get("contact") or self.judged.get("withdrawn_because")):
            found.append(Missing(_("Enter who residents can ask."), "contact"))
        for name in self.fields:
            for hint in hints("\n".join(map(str, self.draft.get(name, [])))):
                found.append(Missing(said_of(self.fields[name].label, hint), self[name].target))
        return found[:5]


WHOLE = {"text": gettext_lazy("For Easy Swedish and other languages: the whole text, instead of the answers.")}


class BeforeForm(TextForm):
    """The text before the dialogue."""

    asked = ("what", "why", "for_whom", "how", "can_influence", "next")
    in_sight = frozenset({*asked, "contact"})
    layout = Layout(
        "title",
        of_a_language(
            Aspect(gettext_lazy("What it is about"), "what", "why"),
            Aspect(gettext_lazy("Who it is for and how to take part"), "for_whom", "how"),
            Aspect(gettext_lazy("What people can influence and what happens next"), "can_influence", "next"),
        ),
        Rest(),
        OF_LATER_VERSIONS,
        Tables(),
    )

    class Meta(TextForm.Meta):
        fields = [
            "title",
            "language",
            *["what", "why", "for_whom", "how", "can_influence", "next"],
            *TextForm.Meta.fields[2:],
        ]
        help_texts = {**TextForm.Meta.help_texts, **WHOLE}


class AfterForm(TextForm):
    """The text after the dialogue."""

    asked = ("what", "concluded", "next")
    in_sight = frozenset({*asked, "contact"})
    layout = Layout(
        "title",
        of_a_language(
            Aspect(gettext_lazy("What it was about"), "what"),
            Aspect(gettext_lazy("What came of it and what happens next"), "concluded", "next"),
        ),
        Rest(),
        OF_LATER_VERSIONS,
        Tables(),
    )

    class Meta(TextForm.Meta):
        fields = ["title", "language", "what", "concluded", "next", *TextForm.Meta.fields[2:]]
        labels = {"what": gettext_lazy("What was it about?")}
        help_texts = {**TextForm.Meta.help_texts, **WHOLE}


class InformationForm(TextForm):
    """Information instead of a dialogue: the decision and its motivation, for those whom the question concerns. What happens
    with what was said is asked where something was said: an activity was held.
    """

    in_sight = frozenset({"text", "for_whom", "channels", "contact"})
    layout = Layout(
        *["title", "language", "text"],
        OnlyWithAnswer("what_was_said", unless=lambda form: form.access.was_held),
        Aspect(gettext_lazy("Who it is for and where they will see it"), "for_whom", "channels"),
        Rest(),
        OF_LATER_VERSIONS,
        Tables(),
    )

    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"), choices=CHANNELS, widget=forms.CheckboxSelectMultiple
    )

    class Meta(TextForm.Meta):
        fields = ["title", "language", "text", "what_was_said", "for_whom", "channels", *TextForm.Meta.fields[3:]]
        help_texts = {
            **TextForm.Meta.help_texts,
            "what_was_said": gettext_lazy("To people who took part: the dialogue was held, and what was said is kept."),
        }

    def prefill(self) -> dict[str, str]:
        """Offer the decision that leads to information, with its motivation, and whom to ask."""
        decisions = self.access.decisions_in_force.items()
        stopping = [decision for key, decision in decisions if not process.step(key).lets_go_on(decision)]
        if not stopping:
            return {}
        decision = stopping[-1]
        with override(settings.LANGUAGE_CODE):
            text = f"{process.step(decision.step).as_sentence(decision)} {full_stop(decision.motivation)}".strip()
        return {"text": text, "contact": whom_to_ask()}

    def clean(self) -> dict[str, Any]:
        """It says for whom it is, where they meet it, and what happens with what was said, where something was."""
        cleaned = super().clean()
        if not cleaned.get("withdrawn_because"):
            self.need("for_whom", _("Enter who it is for."))
            self.need("channels", _("Choose at least one channel."))
            swedish = cleaned.get("language") in ("", PublicationText.Language.SWEDISH)
            if swedish and self.access.was_held:
                self.need("what_was_said", _("An activity has been held. Enter what happens to what was said there."))
        return cleaned
