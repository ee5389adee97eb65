"""What is read of a case again and again while one page is made, and once from the database."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from django.utils.translation import get_language

if TYPE_CHECKING:
    from dialog.process.access import Access

P = ParamSpec("P")
T = TypeVar("T")
Reader = Callable[Concatenate["Access", P], T]


def once(read: Reader[P, T]) -> Reader[P, T]:
    """Let a function of a case be worked out once for each load of it, and anew after an act: ``@once``.

    What is kept belongs to the function, its arguments (hashable, given by position) and the language, in which choices are
    called. Whoever gets it leaves it as it is.
    """

    @wraps(read)
    def kept(access: "Access", *args: P.args, **kwargs: P.kwargs) -> T:
        key = (read, get_language(), *args)
        if key not in access.kept:
            access.kept[key] = read(access, *args, **kwargs)
        return access.kept[key]

    return kept
