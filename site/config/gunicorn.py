"""How gunicorn serves Lintel, in a demo, in production and in the bench.

`gunicorn --config=python:config.gunicorn config.wsgi`; WEB_CONCURRENCY says another number of workers than two.
"""

import gc
import os
from typing import Any

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Loaded once, before the workers part: they share what none of them changes.
preload_app = True
# A worker that leaks is replaced before anybody notices.
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8190
control_socket_disable = True


def when_ready(server: Any) -> None:
    """What is loaded by now stays for good: the collector need not walk through it, nor copy its pages by doing so."""
    gc.collect()
    gc.freeze()
