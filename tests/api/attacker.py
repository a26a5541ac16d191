"""Somebody who means ill, and counts."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

JSON = "application/json"


class Attacker:
    """Sends, counts, and remembers what broke."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.count = 0
        self.broken: dict[str, str] = {}
        self._last = ""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """For as long as the block lasts, errors are remembered and not logged."""
        logging.disable(logging.CRITICAL)
        got_request_exception.connect(self.heard)
        try:
            yield
        finally:
            got_request_exception.disconnect(self.heard)
            logging.disable(logging.NOTSET)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What the block changes is there while it lasts: a row changed ten thousand times is slow to read."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def heard(self, sender: object, **told: Any) -> None:
        kind, error, trace = sys.exc_info()
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        self._last = f"{kind.__name__ if kind else ''} {str(error)[:120]} at {where}"

    def send(self, method: str, path: str, body: bytes = b"", kind: str = JSON, query: str = "", **environ: Any) -> int:
        """One request as a server hands it over; its status."""
        self.count += 1
        self._last = ""
        meta = {"QUERY_STRING": query, "HTTP_USER_AGENT": "Mozilla/5.0", **environ}
        if body or method not in ("GET", "HEAD"):
            meta = {"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind, "wsgi.input": BytesIO(body), **meta}
        status = self.client.generic(method, path, **meta).status_code
        if status >= 500:
            self.broken.setdefault(f"{status} {self._last}", f"{method} {path[:120]} ?{query[:120]!r} {body[:120]!r}")
        return status
