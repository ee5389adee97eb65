"""The pages where the handbook is revised, as a browser posts them."""

from django.test import Client
from django.urls import reverse


def page_url(key: str = "goals") -> str:
    """Return where a page of the draft is edited."""
    return reverse("handbook_edit_page", args=[key])


def form_of(browser: Client, url: str) -> dict[str, str]:
    """Return what a browser would post from the form of a page as it stands."""
    form = browser.get(url).context
    fields = {"seen": form["seen"], "whole": "1"}
    fields |= {field.html_name: field.value() if field.value() is not None else "" for field in form["form"]}
    if form["rows"] is not None:
        fields |= {"rows-TOTAL_FORMS": str(form["rows"].total_form_count()), "rows-INITIAL_FORMS": "0"}
        for row in form["rows"]:
            fields |= {
                field.html_name: str(field.value())
                for field in row
                if field.value() not in (None, "", False) and field.name != "DELETE"
            }
    return fields
