"""Labels of form fields that replace a model's own field."""

from typing import Any

from django.db import models


def label(model: type[models.Model], field: str) -> Any:
    """Return what a field of a model is called: written once, in the model."""
    return model._meta.get_field(field).verbose_name  # type: ignore[union-attr]
