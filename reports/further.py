"""What documents tell of steps that they have no words of their own for: a step that is new is told as it was answered."""

from collections.abc import Iterable, Iterator

from dialog.forms.answers import as_text
from dialog.process.access import Access
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.process.step import Step
from reports.answers import Answers, in_force
from reports.blocks import Block, Facts, Table
from reports.document import Section


def further_steps(steps: Iterable[Step]) -> list[Step]:
    """Return the steps among these that documents have no words of their own for."""
    return [step for step in steps if not step.known_to_documents]


def further_sections(said: Iterable[tuple[Step, Answers]]) -> Iterator[Section]:
    """Yield a section for each step that says something: its answers, and its tables."""
    for step, answers in said:
        if blocks := (*_blocks(answers),):
            yield Section(blocks, str(step.title))


def further_in_force(access: Access) -> Iterator[Section]:
    """Yield a section for each further step of all phases, as it is in force; of a register with its rows, by kind."""
    for step in further_steps(step for phase in process.phases for step in phase.all_steps()):
        blocks = [*_blocks(in_force(step.key, access))] if step.form else []
        if isinstance(step, Register):
            blocks += _rows(step, access)
        if blocks:
            yield Section(tuple(blocks), str(step.title))


def _blocks(answers: Answers) -> Iterator[Block]:
    if facts := answers.facts():
        yield Facts(facts)
    yield from answers.tables()


def _rows(register: Register, access: Access) -> Iterator[Table]:
    for kind in register.kinds:
        rows = register.rows(access, kind.kind)
        records = [record for record in rows if record.version and not kind.dropped_because(access, record.row)]
        versions = [record.revisions.get(version=record.version).answers or [] for record in records]
        if versions:
            yield Table(
                head=tuple(answer["label"] for answer in versions[0] if "value" in answer),
                rows=tuple(
                    tuple(as_text(answer["value"]) for answer in answers if "value" in answer) for answers in versions
                ),
                caption=str(kind.plural),
            )
