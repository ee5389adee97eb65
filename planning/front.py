"""What Planera tells on a case's first page, where residents are informed instead: who was told, where and when."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dialog.language.sentences import all_of, full_stop
from dialog.models import Publication, PublicationText
from dialog.process.access import Access
from dialog.process.addresses import url_of
from dialog.process.front import Document, Informing, documents, informing
from dialog.process.once import once
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.texts.forms import CHANNELS
from dialog.texts.kinds import said_of_texts
from dialog.texts.published import OutThere
from dialog.texts.queue import queued

TEXTS = 40  # where they stand on the shelf of documents


def _register() -> Register:
    step = next(step for step in process.steps() if step.tells_instead)
    assert isinstance(step, Register)
    return step


@once
def _told(access: Access) -> list[tuple[PublicationText, OutThere]]:
    """Return the texts that tell residents why they are not asked, as they were first published, the earliest first."""
    records = {record.row: record for record in _register().rows(access) if record.version}
    texts = PublicationText.objects.filter(case=access.case, key__in=records, withdrawn_because="")
    made: dict[int, list[Publication]] = {}
    for publication in Publication.objects.filter(record__in=records.values()):
        made.setdefault(publication.record_id, []).append(publication)
    found = []
    for text in texts:
        if here := made.get(records[text.key].pk):
            [named] = queued([records[text.key]])
            out = OutThere(named, text.language or PublicationText.Language.SWEDISH, here[-1].address, here[0].date)
            found.append((text, out))
    return sorted(found, key=lambda one: (one[1].since, one[0].pk))


@informing
def told_instead(access: Access) -> Iterator[Informing]:
    """Tell of each text that is out there whom it tells, in which ways, where and since when."""
    if not access.is_on_information_track:
        return
    names = {key: str(name) for key, name in CHANNELS}
    for text, out in _told(access):
        ways = all_of(names[key] for key in text.channels if key in names)
        yield Informing(
            text.title,
            out.text.url,
            out.code,
            out.direction,
            _("in Easy Swedish") if out.is_easy else _("in %(language)s") % {"language": out.language_name},
            out.address,
            out.short_address,
            out.since,
            full_stop(text.for_whom),
            full_stop(f"{ways[:1].upper()}{ways[1:]}"),
        )


@documents
def text_to_residents(access: Access) -> Iterator[Document]:
    """The text that residents get instead of a dialogue, and how far it has come."""
    if access.is_on_information_track:
        step = _register()
        title = pgettext("document", "The text to residents")
        state = said_of_texts(step.rows(access), access)
        yield Document(title, url_of(access.case.pk, step.key), state, TEXTS, "megaphone")
