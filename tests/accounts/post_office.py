"""A mail server of the tests' own: speaks SMTP on a free port of this machine, keeps what it took, can be slow."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from threading import Event, Thread
from typing import Any


class PostOffice(socketserver.ThreadingTCPServer):
    """`hold` names a verb that is not answered before `go` is set; `busy` is set when somebody waits for it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Counter)
        self.taken: list[Message] = []
        self.answers: dict[str, str] = {}
        self.hold = ""
        self.busy, self.go = Event(), Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def subjects(self) -> list[Any]:
        return [message["Subject"] for message in self.taken]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody hung up in the middle: that is what some tests are about."""


class Counter(socketserver.StreamRequestHandler):
    """One conversation."""

    server: PostOffice

    def handle(self) -> None:
        self.say("220 post.example ready")
        for line in self.rfile:
            verb = line.decode().split()[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.take(b"".join(iter(self.rfile.readline, b".\r\n")))
            else:
                self.answer(verb, "221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def take(self, data: bytes) -> None:
        """A mail is ours from its last line on, whether or not the other side lives to hear so."""
        if self.server.answers.get("DATA", "250").startswith("250"):
            self.server.taken.append(message_from_bytes(data))
        self.answer("DATA", "250 taken")

    def answer(self, verb: str, usual: str) -> None:
        if verb == self.server.hold:
            self.server.busy.set()
            self.server.go.wait(60)
        self.say(self.server.answers.get(verb, usual))

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def open_at(port: int = 0) -> Iterator[PostOffice]:
    """A mail server that answers until the block is over."""
    with PostOffice(port) as office:
        thread = Thread(target=office.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield office
        finally:
            office.go.set()
            office.shutdown()
            thread.join()
