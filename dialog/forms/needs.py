"""What a small form needs, said in a sentence of its own for each field."""

from collections.abc import Mapping
from typing import Any

from django import forms


def say_what_is_needed(form: forms.BaseForm, needs: Mapping[str, Any]) -> None:
    """Let each field say its own sentence where nothing is filled in."""
    for name, sentence in needs.items():
        form.fields[name].error_messages["required"] = sentence
