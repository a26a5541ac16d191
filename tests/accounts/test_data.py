"""A copy of all that is kept about a person, and the end of an account: whole, and nobody else's."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from pytest_django import Settings
from wagtail.log_actions import log

from marketplace.accounts import blockers, copies, erasure, services, tasks
from marketplace.accounts.models import DataRequest, ErasedAccount, OutgoingMail, User
from marketplace.audit.models import Event, IdempotencyKey
from marketplace.core import clock, personal
from marketplace.core.errors import Invalid, NotAllowed, NotFound, Refusal
from marketplace.media import services as media
from marketplace.projects import saving
from marketplace.projects import services as projects
from marketplace.projects import transitions as moves
from marketplace.projects.models import Project, ProjectPhoto
from marketplace.reports import services as reports
from marketplace.reports.selectors import told_by
from marketplace.reports.subjects import Subject
from marketplace.specialists import services as specialists
from marketplace.specialists.models import SpecialistProfile
from pages import contact
from pages.models import ContactMessage
from search import indexing
from tests.accounts.conftest import PASSWORD, work
from tests.cast import at_once, profile_of, project_of
from tests.media.corpus import jpeg

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(days=7, minutes=1)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


class Markers:
    """Words that are nowhere else, one for each place they are planted in."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.number = 0

    def __call__(self) -> str:
        self.number += 1
        return f"{self.root}{self.number:02d}"


def plant(root: str, mona: User) -> tuple[User, Markers]:
    """A person with something in every table, written by the services people use."""
    mark = Markers(root)
    person = services.make_person(f"{mark()}@example.com", mark(), PASSWORD)
    services.update_person(person, timezone="Asia/Almaty")
    browser = Client(headers={"user-agent": mark()})
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert browser.get("/account/").status_code == 200
    EmailAddress.objects.create(user=person, email=f"{mark()}@example.com", verified=True)
    SocialAccount.objects.create(user=person, provider="google", uid=mark(), extra_data={"name": mark()})
    Authenticator.objects.create(user=person, type="totp", data={"secret": mark()})
    _plant_listings(person, mark, mona)
    _plant_words(person, mark, mona)
    return person, mark


def _plant_listings(person: User, mark: Markers, mona: User) -> None:
    profile = profile_of(person, name=mark(), headline=mark(), bio=mark())
    specialists.update(profile.pk, by=person, fields={"bio": mark(), "headline": mark()})
    avatar = media.accept_avatar(SimpleUploadedFile(f"{mark()}.jpg", jpeg()), uploader=person)
    specialists.change_avatar(profile.pk, by=person, asset=avatar.public_id)
    project = project_of(profile, title=f"Kitchen {mark()}", summary=mark(), story=mark())
    projects.update(project.pk, by=person, fields={"story": mark(), "title": f"Kitchen {mark()}"})
    photo = media.accept_image(SimpleUploadedFile(f"{mark()}.jpg", jpeg()), uploader=person)
    ProjectPhoto.objects.create(project=project, asset=photo, position=3, alt=mark(), caption=mark())
    moves.hide(project.pk, note=f"Shows {mark()}", by=mona)
    moves.unhide(project.pk, by=mona)
    log(project, "wagtail.edit", user=mona, data={"title": mark()}, title=mark())
    log(person, "wagtail.edit", user=mona, title=mark())
    indexing.refresh("specialist", [profile.pk])
    indexing.refresh("project", [project.pk])


def _plant_words(person: User, mark: Markers, mona: User) -> None:
    other = Project.objects.exclude(specialist__user=person).first() or Project.objects.get()
    saving.favourite(other.public_id, user=person, desired=True)
    subject = Subject("project", other.pk, other.title, other.get_absolute_url(), mona.pk)
    reports.make(subject, reason="other", text=mark(), place=mark(), reporter=person)
    own = Project.objects.get(specialist__user=person)
    about = Subject("project", own.pk, own.title, own.get_absolute_url(), person.pk)
    reports.make(about, reason="other", text="Looks copied.", place="elsewhere", reporter=mona)
    message = ContactMessage(name=mark(), email=person.email, subject=mark(), text=mark())
    contact.receive(message, by=person, to="")
    services.write_to(person, "limited", note=mark(), until=None)
    IdempotencyKey.objects.create(owner=f"user {person.pk}", route="x", key=mark(), request_hash="", body={"t": mark()})
    cache.set(f"seen-by:{person.pk}", "numbers only")


def found_in_database(root: str) -> list[str]:
    """Every text of every table in which the marker occurs, as PostgreSQL itself knows the columns."""
    columns = """SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
        AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'tsvector', 'ARRAY', 'uuid')"""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(columns)
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{root}%"])  # noqa: S608
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return sorted(found)


def found_in_files(root: str) -> list[str]:
    folder = Path(django_settings.MEDIA_ROOT)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in kept if root in path.name or root.encode() in path.read_bytes()]


def found_in_cache(root: str) -> list[str]:
    client = cache._cache.get_client(None)  # type: ignore[attr-defined]
    keys = list(client.scan_iter("*"))
    held = ((key, client.get(key) if client.type(key) == b"string" else b"") for key in keys)
    return [str(key) for key, value in held if root.encode() in key or root.encode() in (value or b"")]


def finish() -> None:
    """What workers and the night do: events are heard, files go, words are counted anew."""
    for _round in range(3):
        work()
    indexing.recount()


def due(person: User) -> None:
    """The week is over."""
    with clock.turned_to(clock.now() + WEEK):
        tasks.care_for_data()


def opened(person: User) -> dict[str, Any]:
    """The copy of a person: names of files, and what the JSON says."""
    copies.make(copies.ask(person).pk)
    _request, file = copies.fetch(person)
    with file, ZipFile(BytesIO(file.read())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def world(mona: User, pages: None) -> tuple[User, Markers, User, Markers]:
    """Two people who have something everywhere."""
    theirs, other = plant("quenchword", mona), plant("strangerword", mona)
    return (*theirs, *other)


class TestCopies:
    def test_hold_every_row_that_is_declared_and_nothing_of_others(self, world: Any) -> None:
        person, mark, other, _ = world
        held = opened(person)
        for table in personal.tables():
            if table.exported_as:
                rows = json.loads(held[f"data/{table.exported_as}.json"])
                assert len(rows) == table.rows_of(person.pk).count(), table.label
                assert all(list(row) == table.exported for row in rows)
        everything = b"".join(held.values()) + " ".join(held).encode()
        assert b"strangerword" not in everything.replace(other.email.encode(), b"")
        assert json.loads(held["data/account.json"])[0]["email"] == person.email
        assert [name for name in held if name.startswith("files/") and "quenchword" in name]
        assert b"md5$" not in everything
        said = {mark.root + f"{number:02d}" for number in range(1, mark.number + 1)}
        missing = {word for word in said if word.encode() not in everything}
        # A secret, what logs and mails say, the key and the answer of a call, a place, what nothing shows any more.
        assert len(missing) <= 9, sorted(missing)

    def test_are_one_at_a_time_and_made_once(self, clara: User) -> None:
        first = copies.ask(clara)
        assert copies.ask(clara) == first
        outcomes = at_once(lambda: copies.make(first.pk), lambda: copies.make(first.pk))
        assert outcomes == [None, None]
        first.refresh_from_db()
        assert first.state == "ready"
        assert [path.name for path in Path(default_storage.path("exports")).iterdir()] == [Path(first.file.name).name]
        with pytest.raises(IntegrityError), transaction.atomic():
            DataRequest.objects.create(person=clara, kind="export", state="requested")

    def test_go_after_a_day(self, clara: User) -> None:
        request = copies.ask(clara)
        tasks.make_copy(request.pk)
        name = DataRequest.objects.get().file.name
        with clock.turned_to(clock.now() + timedelta(hours=23, minutes=59)):
            tasks.care_for_data()
            assert default_storage.exists(name)
        with clock.turned_to(clock.now() + timedelta(hours=24, minutes=1)):
            with pytest.raises(NotFound):
                copies.fetch(clara)
            tasks.care_for_data()
        assert DataRequest.objects.get().state == "expired"
        assert not default_storage.exists(name)

    def test_that_break_are_told_and_can_be_asked_for_again(self, clara: User, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise OSError("disk")

        monkeypatch.setattr("marketplace.accounts.archive.write", broken)
        first = copies.ask(clara)
        copies.make(first.pk)
        work()
        assert DataRequest.objects.get().state == "failed"
        assert "could not be made" in OutgoingMail.objects.latest("pk").subject
        assert copies.ask(clara) != first

    def test_are_given_to_their_person_after_the_password_and_to_nobody_else(self, anna: User, eve: User) -> None:
        browser, stranger = Client(), Client()
        browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert browser.post("/account/data/copy/").status_code == 302
        assert not DataRequest.objects.exists()
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        browser.post("/account/data/copy/")
        copies.make(DataRequest.objects.get().pk)
        answer = browser.get("/account/data/copy/file/")
        assert answer.status_code == 200
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
        assert "Download" in browser.get("/account/data/").content.decode()
        stranger.force_login(eve)
        assert stranger.get("/account/data/copy/file/").status_code == 302
        assert stranger.get("/api/v1/me/data/copy/file/").status_code == 403

    def test_of_an_app_need_a_fresh_sign_in(self, anna: User) -> None:
        browser = Client()
        browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        asked = browser.post("/api/v1/me/data/copy/")
        assert (asked.status_code, asked.json()["state"]) == (202, "requested")
        stale = Client()
        stale.force_login(anna)
        refused = stale.post("/api/v1/me/data/erasure/")
        assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
        assert stale.get("/api/v1/me/data/").json()["copy"]["kind"] == "export"
        assert User.objects.get(pk=anna.pk).state == "active"


class TestErasure:
    def test_leaves_nothing_anywhere_and_nothing_of_others_goes(self, world: Any, mona: User) -> None:
        person, mark, other, _ = world
        assert mark.number >= 30
        before = found_in_database("strangerword")
        profile = SpecialistProfile.objects.get(user=person)
        project = Project.objects.get(specialist=profile)
        assert len(found_in_database("quenchword")) >= 15
        erasure.ask(person.pk, by=person)
        finish()
        with clock.turned_to(clock.now() + WEEK):
            tasks.care_for_data()
            finish()
        assert found_in_database("quenchword") == []
        assert found_in_files("quenchword") == []
        assert found_in_cache("quenchword") == []
        person.refresh_from_db()
        assert (person.state, person.email, str(person)) == (
            "erased",
            f"{person.public_id}@erased.invalid",
            "Deleted user",
        )
        assert not person.is_active
        assert not person.has_usable_password()
        assert ErasedAccount.objects.filter(pk=person.pk).exists()
        assert found_in_database("strangerword") == before
        assert Client().get(project.get_absolute_url()).status_code == 410
        assert Client().get(profile.get_absolute_url()).status_code == 410
        assert told_by(other.pk).count() == 1

    def test_takes_a_week_in_which_a_sign_in_can_keep_it_all(self, anna: User) -> None:
        project = project_of(profile_of(anna))
        browser = Client()
        browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert "For seven days" in browser.get("/account/data/erase/").content.decode()
        assert browser.post("/account/data/erase/").status_code == 302
        assert browser.get("/account/").status_code == 302
        assert not Project.objects.public().exists()
        work()
        assert "will be erased on" in OutgoingMail.objects.get(to=anna.email).subject
        back = browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert back["Location"] == "/account/data/"
        assert User.objects.get(pk=anna.pk).state == "deactivated"
        assert "Keep my account" in browser.get("/account/data/").content.decode()
        browser.post("/account/data/keep/")
        assert User.objects.get(pk=anna.pk).state == "active"
        due(anna)
        assert Project.objects.public().get() == project
        assert DataRequest.objects.get().state == "cancelled"

    def test_waits_for_the_day(self, clara: User) -> None:
        request = erasure.ask(clara.pk, by=clara)
        with clock.turned_to(clock.now() + timedelta(days=6, hours=23)):
            assert not erasure.carry_out(request.pk)
        clara.refresh_from_db()
        assert (clara.state, clara.display_name) == ("deactivated", "Clara")

    def test_of_one_that_breaks_does_not_keep_the_others(
        self, clara: User, eve: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for person in (clara, eve):
            erasure.ask(person.pk, by=person)
        forget = personal.erase

        def broken_for_clara(person_id: int) -> None:
            if person_id == clara.pk:
                raise ValueError("a table that cannot be forgotten")
            forget(person_id)

        monkeypatch.setattr(personal, "erase", broken_for_clara)
        with clock.turned_to(clock.now() + WEEK):
            assert erasure.carry_out_due() == 1
        states = dict(User.objects.filter(pk__in=[clara.pk, eve.pk]).values_list("pk", "state"))
        assert states == {clara.pk: "deactivated", eve.pk: "erased"}
        assert User.objects.get(pk=clara.pk).display_name == "Clara"
        monkeypatch.setattr(personal, "erase", forget)
        with clock.turned_to(clock.now() + WEEK):
            assert erasure.carry_out_due() == 1

    def test_is_refused_while_something_is_not_settled(self, clara: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(blockers, "_blockers", {"jobs": lambda person: "Finish your job first."})
        with pytest.raises(Refusal) as refusal:
            erasure.ask(clara.pk, by=clara)
        assert (refusal.value.code, str(refusal.value)) == ("not_settled", "Finish your job first.")
        assert User.objects.get(pk=clara.pk).state == "active"
        monkeypatch.setattr(blockers, "_blockers", {})
        request = erasure.ask(clara.pk, by=clara)
        monkeypatch.setattr(blockers, "_blockers", {"bills": lambda person: "Pay first."})
        with clock.turned_to(clock.now() + WEEK):
            assert not erasure.carry_out(request.pk)
        assert User.objects.get(pk=clara.pk).display_name == "Clara"

    def test_is_asked_for_by_admins_with_a_reason_and_by_no_other_staff(self, clara: User, mona: User) -> None:
        admin = User.objects.create_superuser("ada@example.com", "a long enough phrase", display_name="Ada")
        with pytest.raises(NotAllowed):
            erasure.ask(clara.pk, by=mona, reason="Letter")
        with pytest.raises(Invalid):
            erasure.ask(clara.pk, by=admin)
        assert not DataRequest.objects.exists()
        request = erasure.ask(clara.pk, by=admin, reason="Letter of 3 May")
        assert (request.reason, erasure.ask(clara.pk, by=admin, reason="Again")) == ("Letter of 3 May", request)
        erasure.take_back(clara.pk, by=admin)
        assert User.objects.get(pk=clara.pk).state == "deactivated"

    def test_is_done_again_after_a_restore(self, clara: User, eve: User) -> None:
        gone = [(clara.pk, clock.now()), (999_999, clock.now())]
        assert erasure.reapply(gone) == 1
        assert erasure.reapply(gone) == 0
        clara.refresh_from_db()
        assert (clara.state, eve.state) == ("erased", "active")
        assert found_in_database("clara@example.com") == []

    def test_of_a_row_without_a_tombstone_is_refused_by_the_database(self, clara: User) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=clara.pk).update(state="erased", is_active=False)

    def test_is_the_only_way_to_take_words_out_of_events(self, clara: User) -> None:
        services.update_person(clara, display_name="Klara")
        event = Event.objects.filter(subject_id=clara.pk).latest("pk")
        with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(data={})
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lintel.forgetting', 'on', true)")
            with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
                Event.objects.filter(pk=event.pk).update(kind="account.created")
            with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
                Event.objects.filter(pk=event.pk).update(data={"note": "Something new"})
