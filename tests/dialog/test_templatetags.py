"""What every template shows: signs with words, dates as people say them, fields that stay quiet."""

import datetime as dt

import pytest
import time_machine
from django import forms
from django.template import Context, Template, engines
from django.utils import timezone, translation

from dialog.forms.fields import QuietField
from dialog.language import dates
from dialog.look import accent
from dialog.look.icons import SHAPES
from dialog.look.signs import ROLES, STATES

STOCKHOLM = timezone.get_default_timezone()


def at(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=STOCKHOLM)


def shown(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.fixture
def sixth_of_november():
    """Friday 6 November 2026, 14.12."""
    with time_machine.travel(at(2026, 11, 6, 14, 12), tick=False):
        yield


@pytest.mark.usefixtures("sixth_of_november")
class TestDatesAsPeopleSayThem:
    @pytest.mark.parametrize(
        ("moment", "said"),
        [
            (at(2026, 11, 6, 9, 5), "i dag 9.05"),
            (at(2026, 11, 5, 16, 20), "i går 16.20"),
            (at(2026, 11, 7, 8, 0), "i morgon 8.00"),
            (at(2026, 11, 3, 23, 59), "3 november"),
            (at(2025, 12, 31, 12, 0), "31 december 2025"),
            (at(2027, 1, 2, 12, 0), "2 januari 2027"),
            (dt.date(2026, 11, 6), "i dag"),
            (dt.date(2026, 11, 5), "i går"),
            (dt.date(2026, 9, 22), "22 september"),
        ],
    )
    def test_a_moment_is_said_as_seen_from_today(self, moment, said):
        assert dates.say(moment) == said

    def test_midnight_belongs_to_the_day_in_sweden(self):
        midnight = dt.datetime(2026, 11, 5, 23, 30, tzinfo=dt.UTC)
        assert dates.say(midnight) == "i dag 0.30"
        assert ">6 november 2026</time>" in shown("{{ moment|day }}", moment=midnight)

    def test_the_exact_moment_stands_in_the_markup(self):
        said = shown("{{ moment|ago }}", moment=at(2026, 11, 5, 16, 20))
        assert said == '<time datetime="2026-11-05T16:20+01:00" title="5 november 2026 16.20">i går 16.20</time>'

    def test_a_day_is_said_whole(self):
        assert ">6 november 2026</time>" in shown("{{ day|day }}", day=dt.date(2026, 11, 6))

    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [
            ((2026, 11, 28), None, "28 november 2026"),
            ((2026, 11, 28), (2026, 11, 28), "28 november 2026"),
            ((2026, 11, 28), (2026, 11, 29), "28–29 november 2026"),
            ((2026, 9, 14), (2026, 11, 17), "14 september – 17 november 2026"),
            ((2025, 9, 15), (2026, 2, 22), "15 september 2025 – 22 februari 2026"),
        ],
    )
    def test_what_the_days_of_a_period_share_is_said_once(self, first, last, said):
        assert dates.say_period(dt.date(*first), last and dt.date(*last)) == said

    @pytest.mark.parametrize(("days", "said"), [(0, "i dag"), (1, "i 1 dag"), (6, "i 6 dagar"), (-2, "i dag")])
    def test_waiting_is_told_in_days(self, days, said):
        assert f">{said}</time>" in shown("{{ since|lasted }}", since=at(2026, 11, 6, 9, 0) - dt.timedelta(days))

    def test_nothing_is_said_of_a_date_that_is_not_there(self):
        assert shown("{{ none|ago }}{{ none|day }}{{ none|lasted }}", none=None) == ""

    def test_english_says_the_same_in_english(self):
        with translation.override("en"):
            assert dates.say(at(2026, 11, 5, 16, 20)) == "yesterday 16:20"
            assert dates.say_date(dt.date(2026, 11, 6)) == "6 November 2026"


class TestOneSetOfInputFormats:
    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_a_typed_date_is_the_same_day_in_every_language(self, language):
        with translation.override(language):
            assert forms.DateField().clean("3/4/2026") == dt.date(2026, 4, 3)
            assert forms.DateField().clean("2026-04-03") == dt.date(2026, 4, 3)
            with pytest.raises(forms.ValidationError):
                forms.DateField().clean("4/13/2026")

    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_a_typed_number_is_the_same_number_in_every_language(self, language):
        with translation.override(language):
            assert str(forms.DecimalField(localize=True).clean("12,5")) == "12.5"


class TestSigns:
    def test_an_icon_beside_words_is_hidden_from_screen_readers(self):
        assert 'aria-hidden="true"' in shown('{% icon "check" %}')

    def test_an_icon_that_stands_alone_is_read_out_and_escaped(self):
        assert 'role="img" aria-label="Väntar &lt;på&gt;"' in shown(
            '{% icon "clock" label=words %}', words="Väntar <på>"
        )

    def test_every_role_and_state_has_a_sign_that_is_drawn(self):
        assert {sign.icon for sign in [*ROLES.values(), *STATES.values()]} <= set(SHAPES)

    def test_a_state_is_never_told_by_colour_alone(self):
        for state in STATES:
            assert "<svg" in shown("{% state_mark state %}", state=state)
            assert str(STATES[state].words) in shown("{% state_mark state %}", state=state)
            assert str(STATES[state].words) in shown("{% state_sign state %}", state=state)

    def test_a_mark_may_say_more_than_its_name(self):
        assert "Väntar på Karin &amp; Bo" in shown("{% state_mark 'waiting' text %}", text="Väntar på Karin & Bo")
        assert "Förtroendevald beslutar" in shown("{% role_mark 'elected' 'Förtroendevald beslutar' %}")

    def test_the_line_under_a_heading_keeps_its_markup_and_escapes_what_people_wrote(self):
        line = shown("{% state_line 'waiting' %} <strong>{{ name }}</strong> {% endstate_line %}", name="<b>")
        assert line.startswith('<p class="state-line wait"><svg')
        assert "<span><strong>&lt;b&gt;</strong></span>" in line


class GoalForm(forms.Form):
    bound_field_class = QuietField
    use_required_attribute = False

    goal = forms.CharField(label="Mål", help_text="Ett per rad <b>", error_messages={"required": "Skriv ett mål."})
    kind = forms.ChoiceField(label="Typ", choices=[("a", "A & B"), ("c", "C")], widget=forms.RadioSelect)
    who = forms.ChoiceField(label="Vem", choices=[("", "Välj"), ("1", "Lina"), ("2", "Amir")], required=False)
    groups = forms.MultipleChoiceField(
        label="Grupper", choices=[("1", "Unga"), ("2", "Äldre")], widget=forms.CheckboxSelectMultiple, required=False
    )
    told = forms.BooleanField(label="Berättat", required=False)
    due = forms.DateField(label="Dag", required=False, widget=forms.TextInput({"inputmode": "numeric"}))
    row = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, loud: bool = False) -> None:
        super().__init__(*args, auto_id="%s")
        self.loud = loud


def field(name: str, data: dict | None = None, *, loud: bool = False) -> str:
    form = GoalForm(data or {}, loud=loud)
    template = Template("{% load crispy_forms_filters %}{{ field|as_crispy_field }}")
    return template.render(Context({"field": form[name]}))


class TestFields:
    def test_what_is_missing_is_said_in_ink_while_the_form_is_quiet(self):
        html = field("goal")
        assert 'class="remains-mark"' in html and "återstår" in html
        assert "aria-invalid" not in html and "Skriv ett mål" not in html

    def test_what_is_missing_is_an_error_once_the_form_is_loud(self):
        html = field("goal", loud=True)
        assert 'class="field wrong"' in html and "Skriv ett mål." in html and "återstår" not in html
        assert 'aria-invalid="true"' in html
        assert 'aria-describedby="goal_helptext goal_error"' in html
        assert 'id="goal_helptext"' in html and 'id="goal_error"' in html

    def test_what_was_typed_stands_there_escaped(self):
        assert 'value="&lt;script&gt;"' in field("goal", {"goal": "<script>"})
        assert "Ett per rad &lt;b&gt;" in field("goal")

    def test_a_wrong_date_stays_as_it_was_typed(self):
        assert 'value="31/2"' in field("due", {"due": "31/2"}, loud=True)

    def test_the_browser_stops_nothing(self):
        page = "".join(field(name) for name in GoalForm.base_fields)
        assert " required" not in page and "maxlength" not in page and 'type="number"' not in page

    def test_a_group_of_choices_has_a_legend_and_cards(self):
        html = field("kind", {"kind": "c"})
        assert "<fieldset" in html and "<legend>Typ" in html
        assert '<input type="radio" name="kind" id="kind_1" value="c" checked>' in " ".join(html.split())
        assert "A &amp; B" in html

    def test_the_link_to_a_group_leads_to_its_first_choice(self):
        form = GoalForm({})
        assert f'id="{form["kind"].target}"' in field("kind")

    def test_several_choices_can_be_chosen(self):
        html = field("groups", {"groups": ["2"]})
        assert 'value="1">' in html and 'value="2" checked>' in html

    def test_a_list_to_choose_from_shows_what_was_chosen(self):
        assert '<option value="2" selected>Amir' in field("who", {"who": "2"})
        assert '<option value="" selected>Välj' in field("who")

    def test_a_single_box_has_its_label_beside_it(self):
        html = field("told", {"told": "on"})
        assert '<label class="pick" for="told">' in html and "checked" in html

    def test_a_hidden_field_is_only_itself(self):
        assert field("row", {"row": "x"}).strip() == '<input type="hidden" name="row" value="x" id="row">'


class TestTheMunicipalitysColour:
    @pytest.mark.parametrize("colour", ["#14506b", "#ffcc00", "#ffffff", "#000000", "#e2001a", "#00a651", "#808080"])
    def test_any_colour_becomes_an_accent_that_can_be_read(self, colour):
        made = accent.properties(colour)
        for mode, grounds in (("light", accent.LIGHT_GROUNDS), ("dark", accent.DARK_GROUNDS)):
            own = made[mode]
            for ground in [*grounds, own["--accent-soft"]]:
                assert accent.contrast(own["--accent"], ground) >= 4.5, (mode, ground)
            assert accent.contrast(own["--accent-ink"], own["--accent"]) >= 4.5, mode
