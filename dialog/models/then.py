"""Names as they were on the day: what is frozen says who did it in the words of then, whatever anybody is called later."""

from typing import Any

from django.db import models


class NameThen(models.CharField):
    """The name of whoever, or whatever, another field of the row refers to, kept when the row is added and never changed.

    ``of`` is the way there: «by», «case.body».
    """

    def __init__(self, *args: Any, of: str = "by", **options: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 120, "blank": True, "editable": False, **options})

    def deconstruct(self) -> Any:
        """Return what a migration writes down of the field."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Write the name down when the row is added, unless it is known already."""
        if add and not getattr(model_instance, self.attname):
            found: Any = model_instance
            for part in self.of.split("."):
                found = getattr(found, part) if found is not None else None
            setattr(model_instance, self.attname, found.name if found is not None else "")
        return super().pre_save(model_instance, add)
