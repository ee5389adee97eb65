"""The number of queries of a page does not grow with what is followed up."""

from tests.followup.tale import AFTER, CONCLUSION, LIGHT, NOTING, SUMMARY_TEXT, THEMES, FollowUp
from tests.queries import MOST, asked

STEPS = ["compilation", "analysis", "process_analysis", "learning", "publication", "followup_gate"]
ROWS = [
    ("compilation", LIGHT),
    ("analysis", CONCLUSION),
    ("analysis", NOTING),
    ("analysis", "0000b0d1"),
    ("publication", SUMMARY_TEXT),
]


def pages(follow: FollowUp) -> dict[str, str]:
    url = follow.story.url
    lists = {
        "contributions": url("contributions"),
        "a contribution": f"{url('contributions')}1/",
        "a theme's": f"{url('contributions')}?theme={LIGHT}",
        "a conclusion's": f"{url('contributions')}?conclusion={CONCLUSION}",
        "add": f"{url('contributions')}add/",
    }
    rows = {f"{step} {row}": url("row", step, row) for step, row in ROWS}
    return {**{step: url("step", step) for step in STEPS}, **rows, **lists}


def queries(follow: FollowUp) -> dict[str, int]:
    client = follow.story.client("responsible")
    return {name: asked(client, url) for name, url in pages(follow).items()}


def grow(follow: FollowUp, number: int) -> None:
    """Add of everything a little."""
    story = follow.story
    theme = f"0000a0c{number}"
    follow.act("keep", "compilation", theme, kind="theme", data={**THEMES[LIGHT], "name": [f"Tema {number}"]})
    follow.plan_activity(f"0000e01{number}")
    follow.hold(f"0000e02{number}")
    follow.add(*(f"Mer {number}:{one}" for one in range(4)))
    for one in follow.contributions()[-4:]:
        follow.code(one.number, themes=[LIGHT, theme], stance="against", duplicate_of="1")
    follow.conclude(f"0000b0c{number}", themes=[LIGHT, theme])
    follow.note(f"0000b0e{number}", section=[f"§ {number}"])
    follow.act("propose", "analysis", f"0000b0d{number}", kind="decision", data=follow.decided())
    follow.act("hand_over", "publication", f"0000cc1{number}", kind="after", data=AFTER)
    story.later(hours=1)


def test_no_page_asks_more_when_there_is_more(follow: FollowUp):
    follow.finish_followup()
    for number in range(1, 3):
        grow(follow, number)
    before = queries(follow)
    for number in range(3, 6):
        grow(follow, number)
    assert queries(follow) == before
    widest = before.pop(
        "process_analysis"
    )  # reads the plan as it was confirmed beside goals, groups, methods and activities
    # The desk shows beside the list what is open, its themes with their weights, personal data, and what one did last.
    desk = [before.pop(name) for name in ("contributions", "a contribution", "a theme's", "a conclusion's")]
    assert max(desk) <= MOST + 4
    assert max(before.values()) <= MOST + 1, before
    assert widest <= MOST + 2
