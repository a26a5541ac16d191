"""Somebody who vouches for people, on a free port of this machine: speaks OAuth 2 as Google and Facebook do."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

CLIENT_ID, SECRET = "lintel-at-the-provider", "known to both of them"
ISSUER = "https://accounts.google.com"
KID = "the-key-of-today"


@dataclass(slots=True)
class Grant:
    """A code that was given out: to whom it may be handed in, and with what proof."""

    redirect_uri: str
    challenge: str
    claims: dict[str, Any] = field(default_factory=dict)


class Provider(ThreadingHTTPServer):
    """`person` is whoever is logged in there; codes work once; what was asked for is kept in `asked`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("localhost", 0), Desk)
        self.person: dict[str, Any] = {}
        self.needs_proof = True
        self.grants: dict[str, Grant] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.asked: list[dict[str, str]] = []
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.certificate = _certificate(self.key)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}"

    def id_token(self, key: Any = None, algorithm: str = "RS256", **changes: Any) -> str:
        """What Google signs about the person: for this site, for five minutes."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "jti": secrets.token_hex(8)}
        headers = {"kid": changes.pop("kid", KID)}
        return jwt.encode(claims | self.person | changes, key or self.key, algorithm, headers=headers)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news."""


class Desk(BaseHTTPRequestHandler):
    """One question."""

    server: Provider

    def log_message(self, *args: Any) -> None:
        """Nobody reads it."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        answer = {
            "/authorize": self.consent,
            "/decide": self.decide,
            "/graph/oauth/access_token": self.token,
            "/graph/me": self.me,
            "/graph/debug_token": self.inspect,
            "/certs": lambda asked: self.say({KID: self.server.certificate}),
        }.get(parts.path)
        if answer is None:
            return self.say({"error": "not_found"}, 404)
        return answer(asked)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path != "/token":
            return self.say({"error": "not_found"}, 404)
        return self.token(dict(parse_qsl(body)))

    def consent(self, asked: dict[str, str]) -> None:
        """The page that asks the person."""
        self.server.asked.append(asked)
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            return self.say({"error": "unauthorized_client"}, 400)
        links = [
            f'<p><a href="/decide?{escape(urlencode(asked | {"answer": answer}))}">{words}</a></p>'
            for answer, words in (("yes", "Yes, it is me"), ("no", "Cancel"), ("broken", "Break down"))
        ]
        page = f"<!doctype html><title>Who?</title><link rel=icon href=data:,><h1>Who are you?</h1>{''.join(links)}"
        return self.send(200, page.encode(), "text/html; charset=utf-8")

    def decide(self, asked: dict[str, str]) -> None:
        """Back to the site, with a code or with what went wrong."""
        said = {"yes": {}, "no": {"error": "access_denied"}, "broken": {"error": "server_error"}}[asked["answer"]]
        if not said:
            code = secrets.token_urlsafe(16)
            challenge = asked.get("code_challenge", "") if asked.get("code_challenge_method") == "S256" else ""
            self.server.grants[code] = Grant(asked["redirect_uri"], challenge, dict(self.server.person))
            said = {"code": code}
        if "state" in asked:
            said["state"] = asked["state"]
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(said)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def token(self, sent: dict[str, str]) -> None:
        """A code for a token, once, to whoever knows the secret and the verifier."""
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT_ID, SECRET):
            return self.say({"error": "invalid_client"}, 401)
        if sent.get("grant_type") == "client_credentials":
            return self.say({"access_token": "of-the-site-itself"})
        grant = self.server.grants.pop(sent.get("code", ""), None)
        if grant is None or grant.redirect_uri != sent.get("redirect_uri") or not self.proves(grant, sent):
            return self.say({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(16)
        self.server.tokens[access] = grant.claims
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        return self.say(
            answer | ({"id_token": self.server.id_token(**grant.claims)} if self.server.needs_proof else {})
        )

    def proves(self, grant: Grant, sent: dict[str, str]) -> bool:
        if not self.server.needs_proof:
            return True
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        return grant.challenge == base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def me(self, asked: dict[str, str]) -> None:
        """Facebook's word about the person, for a call that proves the site's secret."""
        access = asked.get("access_token", "")
        proof = hmac.new(SECRET.encode(), access.encode(), "sha256").hexdigest()
        if access not in self.server.tokens or asked.get("appsecret_proof") != proof:
            return self.say({"error": {"code": 190}}, 400)
        return self.say(self.server.tokens[access])

    def inspect(self, asked: dict[str, str]) -> None:
        """For whom a token was made."""
        is_valid = asked.get("input_token", "") in self.server.tokens
        return self.say({"data": {"is_valid": is_valid, "app_id": CLIENT_ID}})

    def say(self, answer: dict[str, Any], status: int = 200) -> None:
        self.send(status, json.dumps(answer).encode(), "application/json")

    def send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "accounts.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@contextmanager
def open_provider() -> Iterator[Provider]:
    """A provider that answers until the block is over."""
    with Provider() as provider:
        thread = Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()
