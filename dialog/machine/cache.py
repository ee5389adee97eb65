"""The cache of an installation with Redis: what is kept for a minute, and never a reason for a page to fail."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisSerializer
from redis.backoff import NoBackoff
from redis.retry import Retry

from dialog.machine import breaker

logger = logging.getLogger(__name__)

# A page waits no longer for Redis than it takes to do without.
TIMES: dict[str, Any] = {"socket_connect_timeout": 0.3, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}

# What an operation answers while Redis does not: nothing is there, and nothing was kept.
WITHOUT: dict[str, Any] = {
    "add": False,
    "set": None,
    "touch": False,
    "delete": False,
    "get_many": {},
    "has_key": False,
    "set_many": [],
    "delete_many": None,
    "clear": False,
}


class Serializer(RedisSerializer):
    """Django's own; what another version of Dialog kept and this one cannot read is not there."""

    def loads(self, data: Any) -> Any:
        """Return what was kept, else None."""
        try:
            return super().loads(data)
        except Exception:  # pickle raises whatever the kept class raises
            logger.warning("What lies in the cache cannot be read", exc_info=True)
            return None


class ForgivingRedisCache(RedisCache):
    """Django's cache in Redis, which is empty for as long as Redis does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": TIMES | {"serializer": Serializer} | params.get("OPTIONS", {})})

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept under a key, else the default."""
        return breaker.redis.call(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count up what is kept under a key. Raises ValueError where nothing is."""
        counted = breaker.redis.call(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), None)
        if counted is None:
            raise ValueError(key)
        return counted


def _forgiving(name: str, otherwise: Any) -> Any:
    plain = getattr(RedisCache, name)

    def operation(self: ForgivingRedisCache, *args: Any, **kwargs: Any) -> Any:
        return breaker.redis.call(lambda: plain(self, *args, **kwargs), otherwise)

    return operation


for _name, _otherwise in WITHOUT.items():
    setattr(ForgivingRedisCache, _name, _forgiving(_name, _otherwise))
