"""PostgreSQL and the cache. Numbers: how long anything may wait before it becomes a clear answer."""

import os

from psycopg.conninfo import conninfo_to_dict
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.env import env

_database = conninfo_to_dict(env.database_url)
_process = os.environ.get("LINTEL_PROCESS", "command")
_pooled = _process == "sockets"
_answers = _process in ("web", "sockets")
_PATIENT = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=300s"
# Four thousand listings are ranked in memory, by the one backend that was asked: helpers and compilers cost more than
# they save in a statement of milliseconds.
_QUICK = (
    "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"
    " -c work_mem=16MB -c max_parallel_workers_per_gather=0 -c jit=off"
)

DATABASES = {
    "default": {
        "ENGINE": "marketplace.core.postgres",
        "NAME": _database["dbname"],
        "USER": _database.get("user", ""),
        "PASSWORD": _database.get("password", ""),
        "HOST": _database.get("host", ""),
        "PORT": str(_database.get("port", "")),
        "CONN_MAX_AGE": 0 if _pooled else 60,
        "CONN_HEALTH_CHECKS": not _pooled,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": {
            "connect_timeout": 3,
            # A network that swallows everything is noticed: statement_timeout is the server's own and would never come.
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
            "application_name": f"lintel-{_process}",
            # How often a hot read (core/prepared.py) is met before PostgreSQL keeps its plan. None: never, as PgBouncer
            # before 1.21 needs it.
            "prepare_threshold": 3 if _answers or env.name == "test" else None,
            "options": _QUICK if _answers else _PATIENT,
            **({"pool": {"min_size": 1, "max_size": 8, "timeout": 3}} if _pooled else {}),
        },
        "TEST": {"NAME": os.environ.get("LINTEL_TEST_DATABASE", "test_lintel")},
    }
}

_patience = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
CACHES = {
    "default": {
        "BACKEND": "marketplace.core.cache.FallbackCache",
        "LOCATION": env.redis_url,
        "KEY_PREFIX": f"lintel:{os.environ.get('LINTEL_TEST_DATABASE', env.name)}",
        "OPTIONS": {**_patience, "retry": Retry(NoBackoff(), 0), "max_connections": 64},
    },
    # Rendered cards under versioned keys: nothing is ever invalidated, old entries fall out.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 20_000, "CULL_FREQUENCY": 10},
    },
}
REDIS_URL = env.redis_url

SESSION_ENGINE = "django.contrib.sessions.backends.db"
