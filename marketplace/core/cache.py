"""A shared cache that is never a reason to fail: while Valkey is away, each process remembers for itself.

What nearly every page asks it for, a process remembers for a second (`nearby`): a call costs as much as a statement.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar, cast

from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

PAUSE = 2.0
SECOND: Final = 1.0
MOST: Final = 100
OWED: Final = 10_000

Value = TypeVar("Value")
_near: dict[str, tuple[float, Any]] = {}


def nearby(key: str, read: Callable[[], Value]) -> Value:
    """What `read` gets from the shared cache, asked once a second; anew when this process has forgotten anything.

    None is nothing to remember: it is asked for again.
    """
    now = time.monotonic()
    until, value = _near.get(key, (now, None))
    if until > now:
        return value  # type: ignore[no-any-return]
    value = read()
    if value is not None:
        if len(_near) >= MOST:
            _make_room(now)
        _near[key] = now + SECOND, value
    return value


def _make_room(now: float) -> None:
    """What is over goes; where nothing is, everything."""
    for key, (until, _value) in list(_near.items()):
        if until <= now:
            _near.pop(key, None)
    if len(_near) >= MOST:
        _near.clear()


def remembered(key: str, seconds: int, read: Callable[[], Value]) -> Value:
    """What the shared cache has under the key; where it has nothing, what `read` answers, kept for so many seconds."""
    return cast("Value", cache.get_or_set(key, read, seconds))


class FallbackCache(RedisCache):
    """Django's Redis cache; for two seconds after an error the process's own memory answers instead."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        memory = {key: value for key, value in params.items() if key != "OPTIONS"}
        self._memory = LocMemCache("fallback", memory)
        self._away_until = 0.0
        # What was deleted meanwhile: Valkey may still have it, a lock for one, and must hear of it.
        self._owed: dict[str, None] = {}

    def is_away(self) -> bool:
        """Whether the process answers from its own memory right now."""
        return time.monotonic() < self._away_until

    def _either(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if not self.is_away():
            shared: Callable[..., Any] = getattr(super(), name)
            try:
                self._pay()
                return shared(*args, **kwargs)
            except (RedisError, OSError):
                self._away_until = time.monotonic() + PAUSE
        return getattr(self._memory, name)(*args, **kwargs)

    def _pay(self) -> None:
        """Delete what could not be deleted while Valkey was away."""
        if self._owed:
            owed = list(self._owed)
            super().delete_many(owed)
            for key in owed:
                self._owed.pop(key, None)

    def _owe(self, keys: Iterable[str]) -> None:
        if self.is_away() and len(self._owed) < OWED:
            self._owed.update(dict.fromkeys(keys))

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("touch", *args, **kwargs)

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        done = self._either("delete", key, *args, **kwargs)
        self._owe([key])
        _near.clear()
        return done

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("set_many", *args, **kwargs)

    def delete_many(self, keys: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        keys = list(keys)
        done = self._either("delete_many", keys, *args, **kwargs)
        self._owe(keys)
        _near.clear()
        return done

    def clear(self) -> Any:
        done = self._either("clear")
        _near.clear()
        return done
