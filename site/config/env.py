"""What the environment says, read once and typed. Whatever is missing or wrong stops the start with one sentence."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]

Name = Literal["production", "demo", "test", "build"]


class Misconfigured(SystemExit):
    """The environment does not say enough to start; the message names the variable."""


def text(name: str, default: str | None = None) -> str:
    """The variable's value. Raises Misconfigured when it is neither set nor has a default."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise Misconfigured(f"{name} is not set. See .env.example for what it holds.")
    return value


def number(name: str, default: int) -> int:
    """The variable as a whole number. Raises Misconfigured for anything else."""
    value = text(name, str(default))
    if not value.lstrip("-").isdigit():
        raise Misconfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str | None = "") -> list[str]:
    """The variable as a list, split at commas. Raises Misconfigured when it is neither set nor has a default."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def environment() -> Name:
    """Which of the four environments this process runs in: production unless LINTEL_ENV says otherwise."""
    name = text("LINTEL_ENV", "production")
    if name not in get_args(Name):
        raise Misconfigured(f"LINTEL_ENV must be one of {', '.join(get_args(Name))}, not {name!r}.")
    return cast("Name", name)


@dataclass(frozen=True, slots=True)
class Keys:
    """What somebody who vouches for people knows this site by."""

    client_id: str
    secret: str


def keys(id_name: str, secret_name: str) -> Keys | None:
    """Both variables, None when neither is set. Raises Misconfigured for half of them."""
    client_id, secret = text(id_name, ""), text(secret_name, "")
    if bool(client_id) != bool(secret):
        raise Misconfigured(f"{secret_name if client_id else id_name} is not set, but the other half of it is.")
    return Keys(client_id, secret) if client_id else None


@dataclass(frozen=True, slots=True)
class Env:
    """Everything that differs between installations."""

    name: Name
    secret_key: str
    database_url: str
    redis_url: str
    broker_url: str
    site_url: str
    site_name: str
    hosts: list[str]
    socket_url: str
    email_url: str
    sms_url: str
    from_email: str
    media_root: Path
    static_root: Path
    currency: str
    time_zone: str
    trusted_proxies: int
    jwt_private_key: str
    tile_url: str
    tile_attribution: str
    android_package: str
    android_fingerprints: list[str]
    apple_app_ids: list[str]
    google: Keys | None
    facebook: Keys | None

    @property
    def is_local(self) -> bool:
        """Demo and test: services of our own, fixed secrets, demo helpers allowed."""
        return self.name in ("demo", "test")


LOCAL_SECRET = "only-for-a-demo-on-your-own-machine"  # noqa: S105


def _sms_url(name: Name) -> str:
    """Where text messages go. Raises Misconfigured for an address without keys or sender; a demo keeps them itself."""
    url = text("SMS_URL", "demo:" if name in ("demo", "test") else "")
    said = urlsplit(url)
    is_whole = said.scheme == "https" and said.hostname and said.username and said.password
    if url and not (is_whole and parse_qs(said.query).get("from")) and (said.scheme != "demo" or name == "production"):
        raise Misconfigured("SMS_URL must be an https address with user, password and ?from=. See .env.example.")
    return url


def read() -> Env:
    """The environment of this process. In demo and test, services of our own stand in for unset URLs."""
    name = environment()
    # Two halves of the tests run side by side, each with services and files of its own.
    folder = os.environ.get("LINTEL_SERVICES", name)
    if name in ("demo", "test"):
        from config.local import services  # noqa: PLC0415 - only here: production never needs the wheels

        services.provide(folder)
    relaxed = name != "production"
    port = text("PORT", "8000")
    site_url = text("SITE_URL", f"http://localhost:{port}" if relaxed else None).rstrip("/")
    redis_url = text("REDIS_URL", "redis://localhost:1/0" if name == "build" else None)
    return Env(
        name=name,
        secret_key=text("SECRET_KEY", LOCAL_SECRET if relaxed else None),
        database_url=text("DATABASE_URL", "postgresql://localhost:1/none" if name == "build" else None),
        redis_url=redis_url,
        broker_url=text("BROKER_URL", redis_url.rsplit("/", 1)[0] + "/1"),
        site_url=site_url,
        site_name=text("SITE_NAME", "Lintel"),
        hosts=words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver" if relaxed else None),
        socket_url=text("SOCKET_URL", f"ws://localhost:{int(port) + 1}" if name == "demo" else ""),
        email_url=text("EMAIL_URL", "file:" if relaxed else None),
        sms_url=_sms_url(name),
        from_email=text("FROM_EMAIL", "Lintel <hello@lintel.example>"),
        media_root=Path(text("MEDIA_ROOT", str(ROOT / ".local" / folder / "media"))),
        static_root=Path(text("STATIC_ROOT", str(ROOT / ".local" / folder / "static"))),
        currency=text("LINTEL_CURRENCY", "KZT" if name in ("demo", "test") else "EUR"),
        time_zone=text("LINTEL_TIME_ZONE", "UTC"),
        trusted_proxies=number("TRUSTED_PROXIES", 0 if relaxed else 1),
        jwt_private_key=text("JWT_PRIVATE_KEY", "" if relaxed else None).replace("\\n", "\n"),
        tile_url=text("TILE_URL", ""),
        tile_attribution=text("TILE_ATTRIBUTION", "© OpenStreetMap contributors"),
        android_package=text("ANDROID_PACKAGE", ""),
        android_fingerprints=words("ANDROID_FINGERPRINTS"),
        apple_app_ids=words("APPLE_APP_IDS"),
        google=keys("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"),
        facebook=keys("FACEBOOK_CLIENT_ID", "FACEBOOK_CLIENT_SECRET"),
    )


env = read()
