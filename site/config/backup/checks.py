"""What must be true of a restored place, each as one sentence. The first that is not raises BackupError."""

import random
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from config.backup import BackupError, files, tables
from config.backup.make import Place, named_files
from config.backup.manifest import Manifest
from marketplace.accounts.models import User
from search.documents import KINDS, Kind
from search.indexing import CHUNK
from search.models import SearchDocument
from search.sources import SOURCES

SAMPLE = 50


def all_of(promised: Manifest, sums: dict[str, str], place: Place) -> Iterator[str]:
    """Every check in order: those that compare come before those that write."""
    with tables.connect(place.database) as connection:
        yield same_tables(promised, tables.fingerprints(connection))
        yield same_foreign_keys(promised, tables.foreign_keys(connection))
        yield counters_are_ahead(tables.counters_behind(connection))
        yield all_files(promised, place, connection)
    yield same_files(sums, place)
    yield migrated()
    yield sign_in()
    yield search_index()


def same_tables(promised: Manifest, found: dict[str, tables.Table]) -> str:
    """Each table has its rows, letter by letter."""
    wrong = sorted(name for name in {*promised.tables, *found} if promised.tables.get(name) != found.get(name))
    if wrong:
        raise BackupError(f"These tables are not what was backed up: {', '.join(wrong)}.")
    return f"{len(found)} tables: counts and hashes equal"


def same_foreign_keys(promised: Manifest, found: list[str]) -> str:
    """Every foreign key is there and was checked against all rows by PostgreSQL."""
    wrong = sorted({*promised.foreign_keys} ^ {*found})
    if wrong:
        raise BackupError(f"These foreign keys are missing, new or unchecked: {', '.join(wrong)}.")
    return f"{len(found)} foreign keys: all there, all checked"


def counters_are_ahead(behind: list[str]) -> str:
    """The next row of every table gets a number that is free."""
    if behind:
        raise BackupError(f"The next number of these tables is taken: {', '.join(behind)}.")
    return "next numbers: free"


def all_files(promised: Manifest, place: Place, connection: tables.Connection) -> str:
    """Every file that a row names is there, but for those that were missing already."""
    missing = sorted(name for name in named_files(connection) if not (place.media / name).is_file())
    if missing != promised.missing:
        new = sorted({*missing} - {*promised.missing})
        raise BackupError(f"{len(new)} files that rows name are not there: {', '.join(new[:3])}.")
    return f"files that rows name: all there{f', but {len(missing)} were missing already' if missing else ''}"


def same_files(sums: dict[str, str], place: Place) -> str:
    """Fifty files by chance (all, when there are fewer) hold what they held."""
    sample = random.sample(sorted(sums), min(SAMPLE, len(sums)))
    wrong = [n for n in sample if not (place.media / n).is_file() or files.sha256(place.media / n) != sums[n]]
    if wrong:
        raise BackupError(f"These files are not what was backed up: {', '.join(sorted(wrong))}.")
    return f"{len(sample)} files by chance: hashes equal"


def migrated() -> str:
    """The code has no migration that the database lacks."""
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        raise BackupError("The database lacks migrations of this version: run manage.py migrate.") from None
    return "migrations: none missing"


def sign_in() -> str:
    """Somebody new can sign in through the site's own door. Nothing of it stays."""
    address, phrase = f"restored-{secrets.token_hex(8)}@lintel.invalid", secrets.token_urlsafe(24)
    with transaction.atomic():
        person = User.objects.create_user(address, phrase)
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
        browser = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname or "localhost")
        browser.post(reverse("account_login"), {"login": address, "password": phrase}, secure=True)
        came_in = browser.session.get("_auth_user_id") == str(person.pk)
        transaction.set_rollback(True)
    if not came_in:
        raise BackupError("Signing in does not work.")
    return "signing in: works"


def search_index() -> str:
    """The index holds exactly what is public; where it does not, it is written anew."""
    if all(indexed(kind) == public(kind) for kind in KINDS):
        return f"search index: {SearchDocument.objects.count()} documents, in step"
    call_command("rebuild_search", verbosity=0)
    return f"search index: was out of step and written anew, {SearchDocument.objects.count()} documents"


def indexed(kind: Kind) -> set[int]:
    """What the index holds of a kind."""
    return set(SearchDocument.objects.filter(kind=kind).values_list("object_id", flat=True))


def public(kind: Kind) -> set[int]:
    """What the index should hold of a kind."""
    found: set[int] = set()
    after = 0
    while ids := list(SOURCES[kind].ids(after, CHUNK)):
        found |= {document.object_id for document in SOURCES[kind].documents(ids)}
        after = ids[-1]
    return found
