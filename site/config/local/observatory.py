"""`make observatory`: what MDN's HTTP Observatory thinks of the site, with production's settings and over TLS.

Needs Node, so `make test` does not call it. Without an address it starts a site of its own on this machine: gunicorn
with a certificate, and beside it what nginx answers to plain HTTP. nginx adds no header to what the application says
(a test holds it to that), so this is what visitors get. With an address it asks the site that answers there.
"""

import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from config.local.bench.__main__ import prepare, world
from config.local.folder import ROOT, free_port

VERSION = "1.4.8"
PACKAGE = f"@mdn/mdn-http-observatory@{VERSION}"
FOLDER = ROOT / ".local" / "observatory"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- observatory -->", "<!-- /observatory -->"
PATHS = {"home": "/", "projects": "/projects/", "sign-in": "/accounts/login/"}
LEAST = 110
PATIENCE = 60.0
# The package's own command knows neither ports nor paths: its parts are called one by one, in its own order.
SCAN = """
const from = (path) => import(`${process.argv[2]}/src/${path}`);
const { retrieve } = await from("retriever/retriever.js");
const { ALL_TESTS } = await from("constants.js");
const { getScoreModifier, getGradeForScore } = await from("grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await from("grader/charts.js");
const asked = JSON.parse(process.argv[3]);
const found = await retrieve(asked.hostname, asked);
if (!found.responses.auto) throw new Error("nobody answers");
const results = ALL_TESTS.map((test) => test(found));
const tests = results.map((one) => [one.constructor.name, one.result, getScoreModifier(one.result)]);
const least = tests.reduce((sum, one) => sum + Math.min(one[2], 0), 100);
const all = tests.reduce((sum, one) => sum + one[2], 100);
const score = least >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : least;
const { status } = found.responses.auto;
console.log(JSON.stringify({ score, status, grade: getGradeForScore(score).grade, tests }));
"""


def say(text: str) -> None:
    """One line for whoever waits."""
    print(text, flush=True)  # noqa: T201 - this is a command


def install() -> Path:
    """The folder of the package, installed under `.local/` when it is not there yet; none of its scripts is run."""
    if not shutil.which("npm"):
        raise SystemExit("lintel: make observatory needs Node 20 with npm. Everything else works without.")
    found = FOLDER / "node_modules" / "@mdn" / "mdn-http-observatory"
    if not found.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        words = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent", f"--prefix={FOLDER}", PACKAGE)
        subprocess.run(["npm", "install", *words], check=True)  # noqa: S603, S607
    # Its script would fetch the list of sites that browsers know to be HTTPS only; ours is judged without.
    (found / "conf" / "hsts-preload.json").write_text("{}")
    return found


def certificate() -> tuple[Path, Path]:
    """A certificate for `localhost` that lives for a day, and its key."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now, names = datetime.now(UTC), x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    signed = made.add_extension(names, critical=True).sign(key, hashes.SHA256())
    pem, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    paths = FOLDER / "certificate.pem", FOLDER / "key.pem"
    paths[0].write_bytes(signed.public_bytes(pem))
    paths[1].write_bytes(key.private_bytes(pem, kind, serialization.NoEncryption()))
    return paths


@contextmanager
def plain_http(site: str) -> Iterator[int]:
    """The port of what nginx answers there: everybody is sent to HTTPS."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(308)
            self.send_header("Location", site + self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def own_site() -> Iterator[tuple[str, int]]:
    """A site with production's settings for as long as the block lasts: its address, and the port of plain HTTP."""
    prepare(300)
    world("make", "300", environment="demo")
    port, (cert, key) = free_port(), certificate()
    site = f"https://localhost:{port}"
    os.environ |= {"LINTEL_ENV": "production", "SITE_URL": site, "ALLOWED_HOSTS": "localhost", "LINTEL_PROCESS": "web"}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env={**os.environ, "LINTEL_PROCESS": "command"}, check=True)  # noqa: S603
    words = ["--config=python:config.gunicorn", f"--bind=localhost:{port}", f"--certfile={cert}", f"--keyfile={key}"]
    command = [sys.executable, "-m", "gunicorn", *words, "config.wsgi"]
    with (FOLDER / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
    try:
        _wait(site, cert)
        os.environ["NODE_EXTRA_CA_CERTS"] = str(cert)
        with plain_http(site) as http:
            yield site, http
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(site: str, cert: Path) -> None:
    until, trusted = time.monotonic() + PATIENCE, ssl.create_default_context(cafile=str(cert))
    while time.monotonic() < until:
        try:
            with urlopen(f"{site}/livez", timeout=5, context=trusted):  # noqa: S310 - our own server
                return
        except URLError:
            time.sleep(0.2)
    raise SystemExit(f"lintel: the site did not start:\n{(FOLDER / 'log.txt').read_text()[-2000:]}")


def scan(package: Path, site: str, http: int | None, path: str) -> dict[str, object]:
    """Score, grade and what each test said of one page."""
    place = urlsplit(site)
    asked = {"hostname": place.hostname, "httpsPort": place.port, "httpPort": http, "path": path}
    command = ["node", "--input-type=module", "-", str(package), json.dumps(asked)]
    done = subprocess.run(command, input=SCAN, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"lintel: the Observatory could not look at {path}:\n{done.stderr}")
    told: dict[str, object] = json.loads(done.stdout)
    if told["status"] != 200:
        raise SystemExit(f"lintel: {path} answered {told['status']}")
    return told


def look(package: Path, site: str, http: int | None) -> list[str]:
    """A row for each page. Raises SystemExit when one is below what we want, with what was said of it."""
    rows = []
    for name, path in PATHS.items():
        told = scan(package, site, http, path)
        rows.append(f"| {name} | {told['score']} | {told['grade']} |")
        say(rows[-1])
        if int(str(told["score"])) < LEAST:
            raise SystemExit(f"lintel: {path} is below {LEAST}: {json.dumps(told['tests'], indent=1)}")
    return rows


def main(site: str = "") -> None:
    """Look at the site at this address, or at one of our own, whose scores docs/performance.md shows."""
    package = install()
    if site:
        look(package, site, None)
        return
    with own_site() as (own, http):
        rows = look(package, own, http)
    text = PAGE.read_text(encoding="utf-8")
    table = "\n".join(["| Page | Score | Grade |", "| --- | ---: | --- |", *rows])
    PAGE.write_text(f"{text.split(BEGIN)[0]}{BEGIN}\n\n{table}\n\n{END}{text.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
