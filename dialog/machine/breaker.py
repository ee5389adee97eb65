"""A service that does not answer is asked again after a while only, so that not everybody waits to find it out."""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TypeVar

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

T = TypeVar("T")
REST = 5.0  # seconds in which nobody asks a service that did not answer
NO_ANSWER = (RedisError, OperationalError, OSError)


class Breaker:
    """Stands before one service. While it is open nobody waits: after a rest one caller tries, and it closes or not."""

    def __init__(self, name: str, rest: float = REST) -> None:
        self.name, self.rest = name, rest
        self._lock = Lock()
        self._open_until: float | None = None

    def call(self, ask: Callable[[], T], otherwise: T) -> T:
        """Ask the service; where it does not answer, or did not just now, return what is to be used ``otherwise``."""
        if not self._may_ask():
            return otherwise
        try:
            answer = ask()
        except NO_ANSWER as reason:
            self._trip(reason)
            return otherwise
        self.close()
        return answer

    @property
    def is_open(self) -> bool:
        """Whether the service did not answer when it was asked last."""
        return self._open_until is not None

    def close(self) -> None:
        """Ask the service again from now on: it answers."""
        if self._open_until is not None:
            logger.warning("%s answers again", self.name)
            self._open_until = None

    def _may_ask(self) -> bool:
        with self._lock:
            if self._open_until is None:
                return True
            if monotonic() < self._open_until:
                return False
            self._open_until = monotonic() + self.rest  # the others go on without while this one tries
            return True

    def _trip(self, reason: Exception) -> None:
        if self._open_until is None:
            logger.warning("%s does not answer: %r", self.name, reason)
        self._open_until = monotonic() + self.rest


redis = Breaker("Redis")
