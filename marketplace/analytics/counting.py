"""Counting without the database: a page view costs two short calls to Valkey and locks no row.

Counts of one minute gather in one hash, the open batch. `seal` renames it, so that it never changes again; the writer
puts it down under its name and then forgets it. While Valkey is away views are not counted, and nobody waits for it.
They have a database of their own there, so that emptying the cache does not empty the counts.
"""

import logging
import secrets
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from marketplace.analytics.states import Metric
from marketplace.analytics.viewers import Viewer
from marketplace.core import clock

log = logging.getLogger("lintel.analytics")

AGAIN_AFTER = 30 * 60
TWO_DAYS = 2 * 24 * 3600
# So many looks at one listing in a day come from one address: a household, an office. More are one person's play.
FROM_ONE_PLACE = 20
PAUSE = 2.0
DATABASE = 3

# One step, so that a look is both remembered and counted or neither. The moment comes from our clock. The last key,
# when there is one, is the memory of the look that must have come before.
LOOK = """
local last = redis.call('GET', KEYS[2])
if last and tonumber(ARGV[1]) - tonumber(last) < tonumber(ARGV[2]) then return 0 end
if KEYS[5] and redis.call('EXISTS', KEYS[5]) == 0 then return 0 end
if tonumber(redis.call('GET', KEYS[4]) or '0') >= tonumber(ARGV[6]) then return 0 end
redis.call('INCR', KEYS[4])
redis.call('EXPIRE', KEYS[4], ARGV[5])
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
redis.call('HINCRBY', KEYS[1], ARGV[3], 1)
if ARGV[4] ~= '' and redis.call('SET', KEYS[3], 1, 'NX', 'EX', ARGV[5]) then
    redis.call('HINCRBY', KEYS[1], ARGV[4], 1)
end
return 1
"""
# One step, too: a batch that is renamed is also on the list of those to be written.
SEAL = """
if redis.call('EXISTS', KEYS[1]) == 1 then
    redis.call('RENAME', KEYS[1], KEYS[2])
    redis.call('SADD', KEYS[3], ARGV[1])
end
"""

Count = tuple[date, int, str, int]


class _Patience:
    """After an error nobody tries again for two seconds: a page must not wait for a counter."""

    away_until = 0.0


@lru_cache(maxsize=1)
def valkey() -> "Redis[bytes]":
    """The connection to the counters' own database."""
    return Redis.from_url(
        f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{DATABASE}",
        socket_timeout=0.5,
        socket_connect_timeout=0.5,
        retry=Retry(NoBackoff(), 0),
        max_connections=64,
    )


def look(metric: Metric, tally_id: int, viewer: Viewer, *, after: int | None = None) -> bool:
    """Count a look unless the same viewer had one at the same tally in the last 30 minutes. Answers whether it did.

    A view also counts the viewer's first visit of the day. With `after`, only a viewer counts whose view of that tally
    was counted today. From one address not more than 20 looks a day count. False when Valkey is away: the look is lost.
    """
    return _patiently(lambda: _look(metric, tally_id, viewer, after))


def _look(metric: Metric, tally_id: int, viewer: Viewer, after: int | None) -> bool:
    day = clock.today()
    secret = _secret(day)
    who, place = viewer.key(secret), viewer.place(secret)
    unique = _field(day, tally_id, Metric.UNIQUE_VIEW) if metric is Metric.VIEW else ""
    keys = [
        _name("open"),
        _name(f"seen:{metric.value}:{tally_id}:{who}"),
        _visited(day, tally_id, who),
        _name(f"place:{day}:{metric.value}:{tally_id}:{place}"),
        *([] if after is None else [_visited(day, after, who)]),
    ]
    moment = int(clock.now().timestamp())
    counted = _field(day, tally_id, metric)
    return _run(LOOK, keys, [moment, AGAIN_AFTER, counted, unique, TWO_DAYS, FROM_ONE_PLACE]) == 1


def _visited(day: date, tally_id: int, who: str) -> str:
    """Where it is remembered that the viewer came to see this today."""
    return _name(f"day:{day}:{tally_id}:{who}")


def _secret(day: date) -> bytes:
    """The day's key. It lives nowhere else and is gone after two days, and with it the way back to a person."""
    fresh = secrets.token_hex(32).encode()
    kept: Any = valkey().set(_name(f"secret:{day}"), fresh, nx=True, get=True, ex=TWO_DAYS)
    return bytes(kept) if kept else fresh


def seal() -> None:
    """Close the open batch, if anything was counted, under a name of its own."""
    batch = uuid.uuid4().hex
    _run(SEAL, [_name("open"), _name(f"batch:{batch}"), _name("sealed")], [batch])


def sealed() -> list[str]:
    """The names of the batches that are not forgotten yet."""
    members: Any = valkey().smembers(_name("sealed"))
    return sorted(member.decode() for member in members)


def contents(batch: str) -> list[Count]:
    """The batch as (day, tally id, metric, number), sorted; empty when somebody else has forgotten it."""
    counted: Any = valkey().hgetall(_name(f"batch:{batch}"))
    rows = ((field.decode().split("|"), int(number)) for field, number in counted.items())
    return sorted((date.fromisoformat(day), int(tally), metric, number) for (day, tally, metric), number in rows)


def forget(batch: str) -> None:
    """The batch is written down."""
    valkey().delete(_name(f"batch:{batch}"))
    valkey().srem(_name("sealed"), batch)


def _patiently(call: Callable[[], bool]) -> bool:
    if time.monotonic() < _Patience.away_until:
        return False
    try:
        return call()
    except (RedisError, OSError) as error:
        _Patience.away_until = time.monotonic() + PAUSE
        log.warning("views are not counted for %s s: %s", PAUSE, error)
        return False


def _run(script: str, keys: list[str], arguments: Sequence[str | int]) -> int:
    client: Any = valkey()
    return int(client.eval(script, len(keys), *keys, *arguments) or 0)


def _field(day: date, tally_id: int, metric: Metric) -> str:
    return f"{day}|{tally_id}|{metric.value}"


def _name(name: str) -> str:
    return f"{cache.key_prefix}:count:{name}"
