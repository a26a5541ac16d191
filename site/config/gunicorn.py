"""How gunicorn serves Lintel, in a demo, in production and in the bench.

`gunicorn --config=python:config.gunicorn config.wsgi`; WEB_CONCURRENCY says another number of workers than two,
WEB_THREADS another number of threads than four.
"""

import gc
import os
from pathlib import Path
from typing import Any

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Loaded once, before the workers part: they share what none of them changes.
preload_app = True
# A worker that leaks is replaced before anybody notices.
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8190
# A short queue: when there is too much, people are told so at once instead of waiting for nothing.
backlog = 256
# A proxy keeps its connections for longer than a moment.
keepalive = 20
# Where there is one, signs of life go to memory: a busy disk then ends no worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# Each line carries the request's id, as the application's lines and the answer's header do. Searches are people's own,
# so what was asked for is left out.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms [%({x-request-id}o)s]'
control_socket_disable = True
# Of a body that nobody read gunicorn reads away a little less than 64 KiB; above that it hangs up, having promised
# not to (its http/parser.py, _DRAIN_MAX_BYTES).
READ_AWAY = 32 * 1024


def pre_request(worker: Any, request: Any) -> None:
    """An answer to a large body says that the connection ends with it: nobody then sends the next one there."""
    headers = dict(request.headers)
    if "TRANSFER-ENCODING" in headers or int(headers.get("CONTENT-LENGTH", 0)) > READ_AWAY:
        request.force_close()


def when_ready(server: Any) -> None:
    """What is loaded by now stays for good: the collector need not walk through it, nor copy its pages by doing so."""
    gc.collect()
    gc.freeze()
