"""A cache that is never a reason to fail."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.local.folder import Folder
from config.local.valkey import Valkey
from marketplace.core import cache as module
from marketplace.core.cache import FallbackCache

PATIENCE = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(Folder("test", tmp_path))
    server.start()
    yield server
    if server.is_up():
        server.stop()


@pytest.fixture
def cache(valkey: Valkey) -> FallbackCache:
    return FallbackCache(valkey.url(), {"OPTIONS": PATIENCE, "KEY_PREFIX": "t"})


def kill(valkey: Valkey) -> None:
    os.kill(int((valkey.data / "valkey.pid").read_text()), signal.SIGKILL)


def use(cache: FallbackCache) -> None:
    """Every call that Django knows."""
    cache.clear()
    assert cache.add("a", 1) is True
    assert cache.add("a", 2) is False
    assert cache.get("a") == 1
    assert cache.get("none", "default") == "default"
    cache.set("a", 5, 60)
    assert cache.incr("a") == 6
    assert cache.decr("a", 2) == 4
    assert cache.touch("a", 60) is True
    assert "a" in cache
    cache.set_many({"b": 2, "c": [3]})
    assert cache.get_many(["a", "b", "c", "d"]) == {"a": 4, "b": 2, "c": [3]}
    assert cache.get_or_set("e", lambda: 7) == 7
    assert cache.delete("a") is True
    cache.delete_many(["b", "c"])
    assert cache.get("b") is None


def test_with_valkey_it_is_shared(cache: FallbackCache, valkey: Valkey) -> None:
    use(cache)
    cache.set("a", 1)
    other = FallbackCache(valkey.url(), {"OPTIONS": PATIENCE, "KEY_PREFIX": "t"})
    assert other.get("a") == 1
    assert not cache.is_away()


def test_without_valkey_the_process_remembers_for_itself(cache: FallbackCache, valkey: Valkey) -> None:
    cache.set("before", 1)
    kill(valkey)
    started = time.monotonic()
    use(cache)
    assert cache.is_away()
    assert time.monotonic() - started < 2


def test_a_server_that_accepts_and_stays_silent_costs_half_a_second_once() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        cache = FallbackCache(url, {"OPTIONS": {**PATIENCE, "retry": Retry(NoBackoff(), 0)}})
        started = time.monotonic()
        use(cache)
        assert time.monotonic() - started < 2


def test_when_the_pause_is_over_valkey_is_asked_again(
    cache: FallbackCache, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE", 60.0)
    kill(valkey)
    cache.set("a", "from memory")
    valkey.start()
    assert cache.get("a") == "from memory"
    cache._away_until = time.monotonic()
    cache.set("a", "shared")
    other = FallbackCache(valkey.url(), {"OPTIONS": PATIENCE, "KEY_PREFIX": "t"})
    assert other.get("a") == "shared"


def test_what_was_deleted_meanwhile_is_deleted_when_valkey_is_back(
    cache: FallbackCache, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE", 60.0)
    other = FallbackCache(valkey.url(), {"OPTIONS": PATIENCE, "KEY_PREFIX": "t"})
    cache.set_many({"lock": 1, "menu": 2, "kept": 3})
    cache._away_until = time.monotonic() + 60
    cache.delete("lock")
    cache.delete_many(["menu"])
    assert other.get_many(["lock", "menu", "kept"]) == {"lock": 1, "menu": 2, "kept": 3}
    cache._away_until = time.monotonic()
    assert cache.get("kept") == 3
    assert other.get_many(["lock", "menu", "kept"]) == {"kept": 3}
