"""Documents made by hand, for tests of what a document looks like; no case and no database is needed."""

import dataclasses

from dialog.pictures import Rung, ladder
from reports.blocks import Fact, Facts, Figure, Notice, Paragraph, Quote, Table, prose
from reports.document import Document, Logo, Municipality, Section

MARK = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 56" width="48" height="56"><path d="M2 2h44v28z"/></svg>'
)
SJOVIK = Municipality("Sjöviks kommun", Logo("image/svg+xml", MARK))
RUNGS = [
    Rung("Information", "veta"),
    Rung("Konsultation", "tycka"),
    Rung("Dialog", "diskutera"),
    Rung("Inflytande", "påverka"),
    Rung("Medbeslutande", "vara med och bestämma"),
]

BASIS = Document(
    kind="Beslutsunderlag",
    title="Hur ska Norra stranden bli en badplats för fler?",
    language="sv",
    municipality=SJOVIK,
    case_title="Norra stranden",
    registry_number="TN 2026/114",
    created="2026-11-03",
    facts=(Fact("Diarienummer", "TN 2026/114"), Fact("Beslutande organ", "Tekniska nämnden")),
    sections=(
        Section((Notice("Nivån för dialogen är Dialog.", "Förslag till beslut"),)),
        Section(prose("Det kräver samtal, inte bara svar på en enkät."), "Motivering"),
        Section((Facts((Fact("Syfte", "Badet för fler."), Fact("Frågor", ("Varför?", "Hur?")))),), "Syfte och fråga"),
        Section(
            (
                Quote("Vi prövar frågan tillsammans med er.", "Löftet i inbjudan"),
                Figure.of(ladder(RUNGS, 2, label="Förslag", title="Delaktighetstrappan")),
            ),
            "Löftet",
        ),
        Section(
            (Table(("Grupp", "Antal"), (("Unga 13–19 år", "900"), ("Båtklubben", "180")), "Målgrupper", numeric=(1,)),),
            "Vilka som berörs",
        ),
    ),
)


def basis(*texts: str, **changes) -> Document:
    """The decision basis with changes; texts that are given become its sections."""
    if texts:
        changes["sections"] = tuple(Section((Paragraph(text),), f"Rubrik {n}") for n, text in enumerate(texts, start=1))
    return dataclasses.replace(BASIS, **changes)
