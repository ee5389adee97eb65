"""Whatever a form carried is afterwards in the database or on the page: sent once, once more, and then with other words."""

from html import unescape

import pytest
from django.db import transaction

from dialog.web.sheet import MARK
from tests.thorough import half, some
from tests.walks.forms import Form
from tests.walks.nothing_saved import TROUBLES, in_the_database, what_goes_wrong
from tests.walks.pages import found_forms, much_has_happened

LEAST = 60  # buttons: a walk that finds fewer has lost its way
LEAST_FORMS = 80
FILES = {
    "minutes",
    "new_logo",
    "file-file",
    "table-file",
}  # what tests/dialog/test_no_room_for_files.py tries, and imports
OF_A_VERB = 2  # so many buttons that do the same are pressed at work, of a second database one; in CI all
# What is thrown away, erased or replaced by a text from elsewhere because one asked for it is to be gone.
THROWN_AWAY = {"discard", "remove_contact", "refill"}
LANGUAGES = {"sv", "en"}  # what is typed when another is chosen: tests/walks/test_language_chosen.py
# Buttons that stand at every step, whatever else stands there; so many of each are pressed.
EVERYWHERE, OF_THOSE = {"comment", "ask_for_help"}, 8


# What is typed, one after the other: in the fields of days and numbers too, where it is none; then in the others alone, so
# that a form that asks for them is taken.
SENT = (("Kanarie noll", True), ("Kanarie ett", False), ("Kanarie ett", False), ("Kanarie två", False))


def lost(client, form: Form, button: tuple[str, str]) -> list[str]:
    """Send a form with words in its fields, some of them twice and then others; return what is nowhere afterwards."""
    found = []
    with transaction.atomic():
        for word, in_all in SENT if form.numeric else SENT[1:]:
            names = [name for name in form.typed if in_all or name not in form.numeric]
            typed = {name: f"{word} {number} & <b>" for number, name in enumerate(names)}
            answer = client.post(form.url, form.sends(**typed) | {button[0]: [button[1]]}, follow=True)
            page, stored, is_back = " ".join(unescape(answer.text).split()), "", False
            for name, text in typed.items():
                if text not in page and not is_back:  # in other forms of the page where it was typed
                    page, is_back = f"{page} {' '.join(unescape(client.get(form.page).text).split())}", True
                if text not in page:
                    stored = stored or in_the_database()
                    if text not in stored:
                        found.append(f"{answer.status_code} {form.page} {button[1]}: {name} of «{word}»")
            if answer.status_code >= 500:
                found.append(f"{answer.status_code} {form.page} {button[1]}")
        transaction.set_rollback(True)
    return found


def test_no_word_of_any_form_is_lost_sent_once_or_twice_or_with_other_words(story):
    much_has_happened(story)
    seen, missing, by_verb = set(), [], dict[str, list[tuple[str, Form, tuple[str, str]]]]()
    for who, form in found_forms(story):
        for name, value in form.buttons or [("", "")]:
            verb = value.partition(" ")[0]
            known = (verb, form.url if verb in ("save_draft", "") else frozenset(form.typed))
            if verb in THROWN_AWAY | LANGUAGES or known in seen:
                continue
            seen.add(known)
            by_verb.setdefault(verb, []).append((who, form, (name, value)))
    for verb, found in by_verb.items():
        pressed = found[:: len(found) // OF_THOSE + 1] if verb in EVERYWHERE else found
        for who, form, button in some(pressed, half(OF_A_VERB)):
            missing += lost(story.client(who), form, button)
    assert not missing, "\n".join(missing)
    assert len(seen) >= LEAST


@pytest.mark.thorough
def test_every_form_gives_back_what_could_not_be_saved_and_saves_it_when_it_can(story):
    much_has_happened(story)
    found, wrong = found_forms(story), list[str]()
    for number, (who, form) in enumerate(found):
        with transaction.atomic():
            wrong += what_goes_wrong(story, who, form, list(TROUBLES)[number % 2])
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    assert len(found) >= LEAST_FORMS
    controls = [control for _who, form in found for control in form.controls]
    assert {control["name"].rpartition(MARK)[2] for control in controls if control.get("type") == "file"} <= FILES
