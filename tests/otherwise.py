"""A second story, in which no two facts coincide: what a page or a paper takes from the wrong field is seen there.

Who asks for the result is no body, and the decision that it is for is another one's. The first decision is the chair's,
the second is made by delegation, and another body decides on the result. Beside the activity that is to come there are
activities that were held, cancelled, and whose day has passed; no contribution has been read; one conclusion is dropped,
one is undecided, and two have measures in the same words. No text is published, so no address is known.
"""

import datetime as dt

from dialog.forms.drafts import Draft
from dialog.models import Body, Case
from tests import snapshots, story
from tests.followup.tale import EIGHT, FollowUp
from tests.story import NOW, UNTOUCHED, House, Story
from tests.telling import TOLD

CHILDREN, GUESTS, GONE = "0000c011", "0000c012", "0000c013"
VISIT, WALK = "0000d011", "0000d012"
OPEN_HOUSE, AT_SCHOOL, ALONG_THE_BROOK, AT_THE_JETTY, AT_THE_LIBRARY = (f"0000e0{n}" for n in (11, 12, 13, 14, 15))
SHADE, TOILET, RAMP, BRIDGE, DOUBLE = (f"0000b0{n}" for n in (21, 22, 23, 24, 25))
DECIDED_ROW, NOTED_ROW = "0000b0d1", "0000b0d2"
TO_PARTICIPANTS, TO_RESIDENTS = "0000f011", "0000f012"
BEFORE_TEXT, AFTER_TEXT, INFORMATION_TEXT = "0000aa11", "0000aa12", "0000aa13"

CASE = {
    "title": "Skötseln av Folkets park och dess damm",
    "short_title": "Parkdammen",
    "registry_number": "TN 2026/207",
    "initiative": "citizen_proposal",
    "initiative_number": "KF 2025/88",
    "initiative_by": "Agnes Holm",
    "initiative_text": "Gör dammen möjlig att bada i.",
    "dialogue_from": dt.date(2026, 11, 16),
    "dialogue_to": dt.date(2027, 1, 22),
    "decision_planned": dt.date(2027, 4, 13),
}
PURPOSE: Draft = {
    "purpose": ["Veta vad som gör dammen trygg för små barn."],
    "overall_purpose": ["better_services"],
    "why_dialogue": ["Enkäten från 2019 gav inga svar om barn."],
    "what_to_achieve": ["En ritning som förskolorna känner igen sig i."],
    "use_of_result": ["Ritningen följer det som framkommer."],
    "requested_by": ["Parkenheten"],
    "for_decision": ["Bygglov för omklädningshuset, på delegation"],
    "decision_by": ["2027-05-19"],
    "predefined_question": [{"row": ["0000a501"], "text": ["Vad är det läskigaste vid vattnet?"]}],
}
QUESTION: Draft = {
    "question": ["Vad behöver små barn för att kunna leka vid dammen?"],
    "in_scope": ["Stranden runt dammen, skuggan och vägen dit."],
    "out_of_scope": ["Fontänen."],
    "adjacent": ["Cykelbanan ritas om."],
    "history": ["Dammen stängdes för tjugo år sedan."],
    "history_effect": ["Många tror att den är farlig."],
}
YES: Draft = {
    "question_influenceable": ["yes"],
    "decision_makers_influenceable": ["yes"],
    "motivation": ["Inget är upphandlat."],
    "made_by": ["chair"],
    "reported_on": ["2026-11-05"],
}
LEVEL: Draft = {
    "level": ["consultation"],
    "motivation": ["Ritningen görs av en anlitad byrå."],
    "promise": ["Vi läser allt ni säger och visar vad som kom med på ritningen."],
    "made_by": ["delegation"],
    "section": ["TN-D 2026/41"],
    "reported_on": ["2026-11-07"],
    "part": [
        {
            "row": ["0000a601"],
            "part": ["Namnet på lekplatsen"],
            "level": ["influence"],
            "promise": ["Ni röstar fram det."],
        }
    ],
}
GOALS: Draft = {
    "goal": [
        {
            "row": ["0000a0b1"],
            "type": ["process"],
            "goal": ["Hälften av förskolorna har varit med."],
            "indicators": ["Andel förskolor"],
            "data_collection_how": ["Prickas av på en lista."],
        }
    ]
}
GROUPS: Draft = {
    "target_group": [
        {"row": [CHILDREN], "name": ["Barn 3–6 år på Lönnens förskola"], "affected": ["high"], "engagement": ["low"]},
        {"row": [GUESTS], "name": ["Gnälliga sommargäster"], "affected": ["low"], "engagement": ["high"]},
        {
            "row": [GONE],
            "name": ["Hundägarklubben"],
            "affected": ["low"],
            "engagement": ["low"],
            "dropped_because": ["Den är nedlagd."],
        },
    ],
    "children_affected": ["yes"],
    "children_heard": ["Genom lek."],
}
RESPONSIBILITY: Draft = {
    "representative": [{"row": ["0000a701"], "named": ["Vera Sand"], "spokesperson": ["on"]}],
    "task": [{"row": ["0000b701"], "kind": ["planning"], "who_named": ["Nils Ask"], "due": ["2026-12-04"]}],
}
METHODS: Draft = {
    "method": [
        {"row": [VISIT], "method": ["oppet-hus"], "target_groups": [GUESTS], "expected": [GUESTS, "23"]},
        {
            "row": [WALK],
            "method": ["own"],
            "own_name": ["Sagostund vid vattnet"],
            "target_groups": [CHILDREN],
            "expected": [CHILDREN, "17"],
        },
    ]
}
# Key → what it is called, in which method, on which day, where; and how one registers, where one does.
ACTIVITIES: dict[str, Draft] = {
    OPEN_HOUSE: {
        "title": ["Öppet hus i paviljongen"],
        "method": [VISIT],
        "first_day": ["2026-11-18"],
        "place": ["Paviljongen"],
        "actual_count": ["34"],
        "actual_exact": ["yes"],
        "by_target_group": [GUESTS, "9"],
        "said": ["contributions"],
        "experience": ["Regnet höll folk kvar."],
    },
    AT_SCHOOL: {
        "title": ["Förmiddag på Lönnen"],
        "method": [WALK],
        "first_day": ["2026-11-20"],
        "place": ["Lönnens gård"],
        "actual_count": ["21"],
        "actual_exact": ["yes"],
        "by_target_group": [CHILDREN, "21"],
        "said": ["nothing"],
        "said_nothing_why": ["Barnen ritade i stället."],
    },
    ALONG_THE_BROOK: {
        "title": ["Vandring längs bäcken"],
        "method": [WALK],
        "first_day": ["2026-11-21"],
        "place": ["Kvarnbron"],
    },
    AT_THE_LIBRARY: {
        "title": ["Kväll på biblioteket"],
        "method": [VISIT],
        "first_day": ["2026-11-22"],
        "place": ["Läsesalen"],
    },
    AT_THE_JETTY: {
        "title": ["Rundtur vid bryggan"],
        "method": [VISIT],
        "first_day": ["2026-12-12"],
        "from_time": ["13.15"],
        "to_time": ["14.45"],
        "place": ["Ångbåtsbryggan"],
        "registration": ["sms till 070-174 06 05"],
    },
}
HELD = (OPEN_HOUSE, AT_SCHOOL)
CONTRIBUTIONS = ("Ett staket så att ingen ramlar i.", "Det är halt på stenarna.", "Vi vill ha skugga.")
CONCLUSIONS: dict[str, Draft] = {
    SHADE: {
        "short": ["Skugga vid sandlådan"],
        "conclusion": ["Solen ligger på hela dagen."],
        "becomes": ["taken_up"],
        "what": ["Upphandlas 2027."],
        "who_named": ["Moa Ek"],
        "due": ["2027-06-30"],
    },
    TOILET: {
        "short": ["En toalett till"],
        "conclusion": ["Det är långt till närmaste toalett."],
        "becomes": ["partly"],
        "what": ["Upphandlas 2027."],
        "reason": ["Pengarna räcker till en."],
    },
    RAMP: {
        "conclusion": ["Barnvagnar kommer inte fram."],
        "becomes": ["not"],
        "reason": ["Stigen ägs av kyrkan."],
    },
    BRIDGE: {
        "short": ["Bron"],
        "conclusion": ["Räcket är för lågt."],
        "becomes": ["undecided"],
        "what": ["Kanske ett nytt räcke."],
    },
    DOUBLE: {
        "short": ["Grillplatsen"],
        "conclusion": ["Folk vill grilla."],
        "becomes": ["taken_up"],
        "what": ["En grill ställs ut."],
    },
}
ANSWER = "Skugga, en toalett och ett räcke som går att hålla i."
DECISION: Draft = {
    "answer": ["Lekplatsen får skuggsegel"],
    "motivation": ["Det var barnens tydligaste önskan."],
    "made_by": ["body"],
    "decided_on": ["2026-11-27"],
    "section": ["§ 203"],
}
NOTED: Draft = {"date": ["2026-11-26"], "section": ["§ 31"], "note": ["Nämnden frågade om kostnaden."]}
REASONS = (
    "Sagor når längre än enkäter.",
    "Förskolorna svarade på inbjudan.",
    "En grupp bjöds inte in.",
    "Målet gick att räkna.",
    "Ritningarna var tydliga.",
    "Svaren handlade om dammen.",
    "Byrån ritade om stranden.",
    "Vi lärde oss om skugga.",
)
REASONED: Draft = {
    **{f"{question}_reasoning": [reason] for question, reason in zip(EIGHT, REASONS, strict=True)},
    **{f"{question}_answer": ["yes"] for question in EIGHT if question != "influence_on_decisions"},
    "everyone_heard_answer": ["no"],
    "reached_answer": ["partly"],
    "goal_outcome": [
        {"row": ["0000a0b1"], "goal": ["0000a0b1"], "outcome": ["Sex av tio förskolor."], "reached": ["reached"]}
    ],
}


class Otherwise(FollowUp):
    """The second story's tale, told to the day when the result has been analysed and texts are to be written."""

    def carry(self) -> "Otherwise":
        """Carry the case through planning, dialogue and analysis."""
        self._plan()
        self._meet()
        self._conclude()
        return self

    def _plan(self) -> None:
        told, by_chair, by_delegation = self.story, dt.date(2026, 11, 4), dt.date(2026, 11, 6)
        told.carry("planning_help", "purpose", "question", "responsibility")
        told.later(days=6)
        told.act("propose", "influenceable", data=YES)
        told.decide("influenceable", on=by_chair)
        told.carry("goals", "target_groups")
        told.act("propose", "influence_level", data=LEVEL)
        told.decide("influence_level", on=by_delegation)
        told.act("confirm_gate", "planning_gate", data=story.GATE)

    def _meet(self) -> None:
        told = self.story
        told.act("finish", "methods", data=METHODS)
        for key, draft in ACTIVITIES.items():
            self.act("keep", "activities", key, kind="activity", data=draft)
        told.later(days=11)
        for key in HELD:
            self.act("mark_held", "activities", key)
        self.act("cancel_activity", "activities", ALONG_THE_BROOK, because="Bron var avstängd.")
        told.later(days=3)
        self.add(*CONTRIBUTIONS, activity=OPEN_HOUSE)

    def _conclude(self) -> None:
        told, executive = self.story, self.story.house.other_body
        for key, draft in CONCLUSIONS.items():
            self.act("keep", "analysis", key, kind="conclusion", data={**draft, "contributions": ["1"]})
        dropped = {**CONCLUSIONS[DOUBLE], "contributions": ["1"], "dropped_because": ["Två föll ihop till en."]}
        self.act("keep", "analysis", DOUBLE, kind="conclusion", data=dropped)
        told.later(days=5)
        self.act("keep", "analysis", NOTED_ROW, kind="noting", data={**NOTED, "body": [str(told.house.body.pk)]})
        decision = {**DECISION, "body": [str(executive.pk)]}
        self.act("propose", "analysis", DECIDED_ROW, kind="decision", data=decision)
        self.act("decide", "analysis", DECIDED_ROW, by="other_body", data=decision)
        told.act("mark_done", "analysis", data={"answer": [ANSWER]})
        told.act("finish", "process_analysis", data=REASONED)


class OtherStory(Story):
    """The second story's case; its texts are its own."""

    texts = {
        **story.TEXTS,
        "purpose": PURPOSE,
        "question": QUESTION,
        "responsibility": RESPONSIBILITY,
        "influenceable": YES,
        "goals": GOALS,
        "influence_level": LEVEL,
        "target_groups": GROUPS,
    }


def tell_otherwise(house: House) -> Otherwise:
    """Return the second story on the day when its texts are to be written; it is told once a run."""
    council = Body.objects.filter(short="KF").first()
    usual = council is None and "house" in TOLD and snapshots.holds(TOLD["house"], UNTOUCHED)
    if usual and "otherwise" in TOLD:
        snapshots.put_back(TOLD["house"], TOLD["otherwise"])
        told = OtherStory.__new__(OtherStory)
        told.house, told.begun, told.pk = house, NOW, Case.objects.get().pk
        told.now = LATER
        return Otherwise(told)
    council = council or Body.objects.create(name="Kommunfullmäktige", short="KF", kind=Body.Kind.COUNCIL)
    tale = Otherwise(OtherStory(house, initiative_body=council, **CASE)).carry()
    assert tale.story.now == LATER
    if usual:
        TOLD["otherwise"] = snapshots.take()
    return tale


LATER = NOW + dt.timedelta(days=25)
