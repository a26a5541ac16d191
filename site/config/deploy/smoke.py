"""Asks a site for its most important pages: `python -m config.deploy.smoke https://nginx`. Ends with 1 and what failed.

The name in SITE_URL goes along as Host, whatever address is asked; the certificate is for that name, so it is not held
against the address.
"""

import http.client
import json
import os
import re
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 45.0


class Unwell(Exception):
    """An answer is not what it should be."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Site:
    """Where to ask, and as whom."""

    address: str
    host: str

    def get(self, path: str) -> Answer:
        """Ask once. Raises OSError when nobody answers."""
        where = urlsplit(self.address)
        if where.scheme == "https":
            anyone = ssl.create_default_context()
            anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
            line: http.client.HTTPConnection = http.client.HTTPSConnection(where.netloc, timeout=10, context=anyone)
        else:
            line = http.client.HTTPConnection(where.netloc, timeout=10)
        try:
            line.request("GET", path, headers={"Host": self.host, "X-Forwarded-Proto": "https"})
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()


def expect(site: Site, path: str, status: int = 200) -> Answer:
    """Ask for a page that must answer so, with the id of the request. Raises Unwell."""
    answer = site.get(path)
    if answer.status != status:
        raise Unwell(f"{path} answers {answer.status}, not {status}")
    if not path.startswith("/static/") and not answer.headers["X-Request-ID"]:
        raise Unwell(f"{path} carries no X-Request-ID")
    return answer


def ready(site: Site) -> str:
    said = json.loads(expect(site, "/readyz").body)
    if said["status"] != "ok":
        raise Unwell(f"/readyz says {said}")
    return "/readyz: database and cache are there"


def home(site: Site) -> str:
    page = expect(site, "/").body.decode()
    sheets = re.findall(r'/static/[^"\s]+\.css', page)
    if not sheets:
        raise Unwell("/ names no style sheet")
    for sheet in sheets:
        expect(site, sheet)
    return f"/ and its {len(sheets)} style sheets"


def lists(site: Site) -> str:
    expect(site, "/projects/")
    if "results" not in json.loads(expect(site, "/api/v1/projects/").body):
        raise Unwell("/api/v1/projects/ has no results")
    return "projects, as page and in the API"


def doors(site: Site) -> str:
    expect(site, "/accounts/login/")
    expect(site, "/admin/", 302)
    return "the doors for people and staff"


CHECKS: list[Callable[[Site], str]] = [ready, home, lists, doors]


def ask(site: Site, patience: float = PATIENCE) -> Iterator[str]:
    """Every check in order, each asked again for a while: a site that has just started may need a breath."""
    until = time.monotonic() + patience
    for check in CHECKS:
        while True:
            try:
                yield check(site)
                break
            except (Unwell, OSError, http.client.HTTPException, ValueError, KeyError) as error:
                if time.monotonic() > until:
                    raise Unwell(str(error)) from error
            time.sleep(1)


def main(arguments: list[str]) -> None:
    """Ask the site at that address."""
    site = Site(arguments[0], urlsplit(os.environ["SITE_URL"]).netloc)
    try:
        for words in ask(site):
            print(f"  {words}", flush=True)  # noqa: T201 - this is a command
    except Unwell as error:
        raise SystemExit(f"smoke test: {error}") from error


if __name__ == "__main__":
    main(sys.argv[1:])
