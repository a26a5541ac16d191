"""A provider of text messages of the tests' own: speaks the Messages API over HTTP on a free port, can be slow."""

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

PATH = "/2010-04-01/Accounts/sid/Messages.json"
KEYS = "sid:to%2Fken"


class Provider(ThreadingHTTPServer):
    """`status` is what it answers; while `hold` is set, nothing before `go` is; `busy` is set when somebody waits."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.status, self.hold = 201, False
        self.taken: list[dict[str, str]] = []
        self.asked: list[tuple[str, str]] = []
        self.headers: dict[str, str] = {}
        self.busy, self.go = Event(), Event()

    @property
    def url(self) -> str:
        return f"http://{KEYS}@127.0.0.1:{self.server_address[1]}{PATH}?from=%2B15550100"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody hung up while it was slow."""


class Counter(BaseHTTPRequestHandler):
    """One message."""

    server: Provider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        keys = b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        self.server.asked.append((self.path, keys))
        if self.server.hold:
            self.server.busy.set()
            self.server.go.wait(30)
        status = self.server.status
        if status == 201:
            self.server.taken.append({name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()})
        answer = json.dumps({"sid": "SM1", "status": "queued"} if status == 201 else {"code": 21211, "status": status})
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *args: object) -> None:
        """Quietly."""


@contextmanager
def open_provider() -> Iterator[Provider]:
    """A provider that answers until the block is over."""
    with Provider() as provider:
        thread = Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield provider
        finally:
            provider.go.set()
            provider.shutdown()
            thread.join()
