"""To sign in again where the session had ended, as somebody does."""

from django.test import Client
from django.urls import reverse

from tests.story import Story
from tests.walks.forms import Forms

PASSWORD = "ett-langt-losenord"


def sign_in(client: Client, door: str, who: str):
    """Sign in on the page that a signed-out person has got, as she does."""
    form = next(one for one in Forms(reverse("login"), door).all if "username" in one.typed)
    return client.post(form.url, form.sends(username=who, password=PASSWORD))


def may_sign_in(story: Story) -> None:
    """Give everybody a password."""
    for person in story.house.people.values():
        person.set_password(PASSWORD)
        person.save()
