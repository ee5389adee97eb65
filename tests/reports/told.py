"""A dialogue for the summary report: held, compiled, analysed and learned from, with numbers that can be counted."""

from typing import Any

from django.utils.translation import gettext, ngettext, override

from dialog.forms.drafts import Draft
from dialog.process.phases import process
from followup.models import Contribution, ContributionTheme, Theme
from tests.execution.tale import METHODS, PARTICIPATION, YOUNG, Tale, begin
from tests.followup.tale import EIGHT
from tests.story import Story

CONCLUSIONS: list[dict[str, list[str]]] = [
    {"short": ["Ljuset först"], "conclusion": ["Det är mörkt."], "becomes": ["taken_up"], "what": ["Nya lampor."]},
    {"conclusion": ["Stigen är smal."], "becomes": ["partly"], "what": ["Halva breddas."], "reason": ["Pengarna."]},
    {"conclusion": ["Bygg en ramp."], "becomes": ["not"], "reason": ["Det är för nära bostäder."]},
]
LEARNING: Draft = {
    "process": ["Det började med ett brev från skolan."],
    "results": ["Ljuset först."],
    "use_in_governance": ["Nämnden fick alla slutsatser."],
    "methods": ["Samtalen på Kompassen fungerade bäst."],
    "worked_well": ["Politikerna lyssnade."],
    "worked_less_well": ["Tiden räckte inte."],
    "next_time": [{"row": ["0000c0de"], "text": ["Börja med föreningarna."]}],
}


def sv(sentence: str, **values: Any) -> str:
    """A sentence of the application as its documents say it."""
    with override("sv"):
        return gettext(sentence) % values if values else gettext(sentence)


def sv_n(one: str, many: str, number: int, **values: Any) -> str:
    """A sentence that goes by a number, as documents say it."""
    with override("sv"):
        return ngettext(one, many, number) % values if values else ngettext(one, many, number)


def hold(story: Story) -> Tale:
    """Carry a case to the day after its only activity: 61 came, 40 were expected."""
    tale = begin(story)
    story.act("finish", "methods", data=METHODS)
    story.act("finish", "participation", data=PARTICIPATION)
    tale.hold(actual_count=["61"], actual_exact=["yes"], by_target_group=[YOUNG, "61"], said=["contributions"])
    return tale


def compile_material(story: Story) -> list[Contribution]:
    """Write down what was said: four contributions, one of them twice, about two themes."""
    themes = [
        Theme.objects.create(case=story.case, key=f"0000ee0{n}", name=name, stands_for=stands, position=n)
        for n, (name, stands) in enumerate((("Belysning", "Mer ljus"), ("Stigar", "Bredare stigar")))
    ]
    said = []
    for number, text in enumerate(("Det är mörkt.", "Hemligt för rapporten", "Det är mörkt.", "Trångt på stigen."), 1):
        said.append(
            Contribution.objects.create(
                case=story.case,
                key=f"0000aa{number:02}",
                number=number,
                text=text,
                activity="0000e001",
                duplicate_of=said[0] if number == 3 else None,
                added_at=story.now,
                added_by=story.house["responsible"],
            )
        )
        ContributionTheme.objects.create(contribution=said[-1], theme=themes[number == 4])
    return said


def analyse(tale: Tale) -> None:
    """Draw three conclusions, of which two are followed, and let the body note the result."""
    for number, conclusion in enumerate(CONCLUSIONS):
        themes = {"themes": ["0000ee00"]} if number == 0 else {"contributions": ["4"]}
        tale.act("keep", "analysis", f"0000cc0{number}", kind="conclusion", data={**conclusion, **themes})
    noted = {"body": [str(tale.story.house.body.pk)], "date": [tale.story.today.isoformat()], "note": ["Tack."]}
    tale.act("keep", "analysis", "0000dd01", kind="noting", data={**noted, "section": ["§ 12"]})
    tale.story.act("mark_done", "analysis", data={"answer": ["Med ljus, och plats att gå."]})


def look_back(story: Story) -> None:
    """Answer the eight questions and say what came out of the goal."""
    eight: Draft = {f"{name}_reasoning": [f"Därför: {name}."] for name in EIGHT}
    eight |= {f"{name}_answer": ["yes"] for name in EIGHT if name != "influence_on_decisions"}
    begun, _filled = process.step("process_analysis").begin(story.access())
    outcome = {"outcome": ["Fyra grupper har sagt sin mening."], "reached": ["reached"]}
    rows = [{**row, **outcome} for row in begun["goal_outcome"]]
    story.act("finish", "process_analysis", data={**eight, "goal_outcome": rows})


def learn(story: Story, **text: list[str]) -> None:
    """Write the report's own text."""
    story.act("finish", "learning", data={**LEARNING, **text})


def finish(story: Story) -> Tale:
    """Carry a case so far that its report stands."""
    story.once("report stands", lambda: _finish(story))
    return Tale(story)


def _finish(story: Story) -> None:
    tale = hold(story)
    compile_material(story)
    story.act("mark_done", "compilation", data={})
    analyse(tale)
    look_back(story)
    learn(story)
