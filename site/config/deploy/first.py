"""Writes the first .env, with secrets nobody else has: `python3 -I site/config/deploy/first.py SITE_URL EMAIL_URL`.

With --self-signed also a certificate that no browser believes, for a first try. Overwrites nothing. Needs Python and
openssl, nothing else.
"""

import argparse
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[3]


def openssl(*words: str) -> str:
    """What openssl answers. Ends with one sentence when it is not there."""
    try:
        return subprocess.run(["openssl", *words], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"lintel: openssl {words[0]} failed: {error}")


def values(site: str, mail: str) -> "dict[str, str]":
    """Every value that has no default, and those that compose.yaml needs."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": site.rstrip("/"),
        "ALLOWED_HOSTS": urlsplit(site).hostname or "",
        "EMAIL_URL": mail,
        "JWT_PRIVATE_KEY": openssl("genrsa", "3072").strip().replace("\n", "\\n"),
        "DATABASE_PASSWORD": secrets.token_hex(24),
        "POSTGRES_PASSWORD": secrets.token_hex(24),
        "VALKEY_PASSWORD": secrets.token_hex(24),
    }


def write(root: Path, said: "dict[str, str]") -> None:
    """Write .env, readable by its owner only. Ends with one sentence when there is one already."""
    file = root / ".env"
    if file.exists():
        sys.exit("lintel: there is a .env already; nothing was changed.")
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in said.items()))


def certificate(root: Path, host: str) -> None:
    """A certificate for a month, signed by nobody, unless there is one."""
    folder = root / "deploy" / "tls"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "fullchain.pem").exists():
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={host}", "-keyout",
                str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))  # fmt: skip


def main(arguments: "list[str]", root: Path = ROOT) -> None:
    """Write what a first deployment needs."""
    parser = argparse.ArgumentParser(description="Writes the first .env, with secrets nobody else has.")
    parser.add_argument("site", help="where people will find the site: https://marketplace.example")
    parser.add_argument("mail", help="how mail leaves: smtp+tls://user:password@mail:587")
    parser.add_argument("--self-signed", action="store_true", help="make a certificate that no browser believes")
    said = parser.parse_args(arguments)
    host = urlsplit(said.site).hostname
    if not said.site.startswith("https://") or not host:
        sys.exit(f"lintel: the site's address begins with https://, unlike {said.site}")
    write(root, values(said.site, said.mail))
    if said.self_signed:
        certificate(root, host)
    print("lintel: .env is written; keep a copy of it in a safe place.")  # noqa: T201 - this is a command


if __name__ == "__main__":
    main(sys.argv[1:])
