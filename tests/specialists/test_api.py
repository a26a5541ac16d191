"""Specialists over the API."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from marketplace.accounts.models import User
from marketplace.specialists import saving, services, transitions
from marketplace.specialists.models import SpecialistProfile
from tests.cast import almaty, profile_of
from tests.specialists.cast import again, complete, fitting, offering_of, published, standing

ME = "/api/v1/me/profile/"
OFFERINGS = "/api/v1/me/offerings/"


def of(profile: SpecialistProfile) -> str:
    return f"/api/v1/specialists/{profile.public_id}/"


def api(user: User | None = None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.force_authenticate(user)
    return client


def portrait() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(file, "PNG")
    return SimpleUploadedFile("me.png", file.getvalue(), "image/png")


class TestAPublicSpecialist:
    @pytest.fixture(autouse=True)
    def stage(self, sam: User, mona: User) -> None:
        self.sam, self.profile = sam, published(sam, mona)
        offering_of(self.profile)

    def test_anybody_reads_it(self, client: Client) -> None:
        response = client.get(of(self.profile))
        said = response.json()
        assert response.status_code == 200
        assert (said["name"], said["city"], said["kind"]) == ("Sam Fitter", "Almaty", "person")
        assert said["price_from"] == {"amount": "150000.00", "currency": "KZT"}
        assert said["price_unit"] == ""
        assert said["offerings"][0]["price"] == {"amount": "150000.00", "currency": "KZT"}
        assert (said["rating"], said["badges"], said["is_favorite"]) == (None, [], False)
        assert not {"id", "tally_id", "owner_id"} & set(said)

    def test_in_four_statements(self, django_assert_num_queries: DjangoAssertNumQueries, clara: User) -> None:
        client = api(clara)
        client.get(of(self.profile))
        with django_assert_num_queries(4):
            client.get(of(self.profile))

    def test_what_has_not_changed_is_not_sent_again(self, clara: User) -> None:
        etag = api(clara).get(of(self.profile)).headers["ETag"]
        assert api(clara).get(of(self.profile), headers={"If-None-Match": etag}).status_code == 304
        saving.favourite(self.profile.public_id, user=clara, desired=True)
        assert api(clara).get(of(self.profile), headers={"If-None-Match": etag}).status_code == 200

    def test_the_heart_is_the_same_everywhere(self, clara: User, eve: User) -> None:
        client = api(clara)
        assert client.put(of(self.profile) + "favourite/").json() == {"is_favorite": True, "favorites_count": 1}
        assert client.put(of(self.profile) + "favourite/").json() == {"is_favorite": True, "favorites_count": 1}
        said = client.get(of(self.profile)).json()
        assert (said["is_favorite"], said["favorites_count"]) == (True, 1)
        assert api(eve).get(of(self.profile)).json()["is_favorite"] is False
        toggle = of(self.profile) + "favourite/toggle/"
        assert client.post(toggle, {"desired": True}, format="json").json()["favorites_count"] == 1
        assert client.post(toggle, {}, format="json").status_code == 400
        assert client.post(toggle, {"desired": False}, format="json").json()["favorites_count"] == 0
        assert client.delete(of(self.profile) + "favourite/").json() == {"is_favorite": False, "favorites_count": 0}

    def test_strangers_cannot_save(self) -> None:
        for call in (api().put, api().delete):
            assert call(of(self.profile) + "favourite/").status_code == 401
        assert self.profile.favourites.count() == 0

    def test_once_it_is_out_of_sight_it_is_gone(self, eve: User) -> None:
        transitions.pause(self.profile.pk, by=self.sam)
        response = api(eve).get(of(self.profile))
        assert (response.status_code, response.json()["code"]) == (404, "gone")
        assert api(eve).put(of(self.profile) + "favourite/").status_code == 404
        assert api(self.sam).get(of(self.profile)).status_code == 200


@pytest.mark.parametrize("state", ["draft", "in_review", "changes_requested", "rejected"])
def test_others_private_profiles_do_not_exist(sam: User, eve: User, mona: User, state: str) -> None:
    profile = profile_of(sam, state=state)
    for viewer in (None, eve, mona):
        response = api(viewer).get(of(profile))
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert api(sam).get(of(profile)).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/specialists/abc/", "/api/v1/specialists/aaaaaaaaaaaa/"])
def test_an_unknown_id_is_not_found(db: None, address: str) -> None:
    assert api().get(address).status_code == 404


class TestMyProfile:
    @pytest.fixture(autouse=True)
    def stage(self, sam: User) -> None:
        self.sam, self.api = sam, api(sam)

    def patch(self, values: dict[str, Any], **headers: str) -> Any:
        return self.api.patch(ME, values, format="json", headers=headers)

    def test_it_is_not_there_before_the_first_step(self) -> None:
        for call in (self.api.get, self.api.patch):
            response = call(ME)
            assert (response.status_code, response.json()["code"]) == (404, "no_profile")
        assert api().get(ME).status_code == 401

    def test_a_person_becomes_a_specialist_once(self) -> None:
        almaty()
        response = self.api.post(ME, {"name": "Sam Fitter", "city": "almaty", "radius_km": 40}, format="json")
        said = response.json()
        assert (response.status_code, said["state"], said["city"]) == (
            201,
            "draft",
            {"slug": "almaty", "name": "Almaty"},
        )
        assert said["missing"] == ["headline", "bio", "offerings", "avatar"]
        assert said["available_actions"] == ["submit", "close"]
        assert self.api.post(ME, {"name": "Sam"}, format="json").status_code == 200
        assert SpecialistProfile.objects.get().name == "Sam"

    @pytest.mark.parametrize(
        "wrong",
        [{"city": "atlantis"}, {"radius_km": 501}, {"languages": ["xx"]}, {"categories": ["x"]}, {"latitude": "NaN"}],
    )
    def test_wrong_values_are_refused(self, wrong: dict[str, Any]) -> None:
        assert self.api.post(ME, {"name": "Sam Fitter", **wrong}, format="json").status_code == 400
        assert SpecialistProfile.objects.count() == 0

    def test_a_refused_call_leaves_no_profile_behind(self) -> None:
        response = self.api.post(ME, {"name": "Sam Fitter", "latitude": 43.2}, format="json")
        assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "latitude")
        assert SpecialistProfile.objects.count() == 0

    def test_an_older_version_does_not_overwrite_a_newer_one(self) -> None:
        profile = complete(self.sam)
        etag = self.api.get(ME).headers["ETag"]
        assert self.patch({"bio": "First."}, **{"If-Match": etag}).status_code == 200
        response = self.patch({"bio": "Second."}, **{"If-Match": etag})
        assert (response.status_code, response.json()["code"]) == (412, "stale")
        assert self.patch({"bio": "Third."}, **{"If-Match": "rubbish"}).json()["code"] == "bad_etag"
        assert again(profile).bio == "First."

    def test_the_way_to_the_public_and_back(self, mona: User) -> None:
        profile = complete(self.sam)
        assert self.api.post(ME + "submission/").json()["state"] == "in_review"
        transitions.approve(profile.pk, revision_id=standing(profile).draft_id, by=mona)
        for step, state in (("pause", "paused"), ("resumption", "published"), ("closure", "closed")):
            assert self.api.post(f"{ME}{step}/").json()["state"] == state
        response = self.api.post(ME + "resumption/")
        assert (response.status_code, response.json()["code"]) == (409, "illegal_transition")

    def test_an_incomplete_profile_is_not_submitted(self) -> None:
        services.create(by=self.sam)
        response = self.api.post(ME + "submission/")
        assert (response.status_code, response.json()["code"]) == (422, "incomplete")

    def test_words_of_a_public_profile_wait(self, mona: User) -> None:
        profile = published(self.sam, mona)
        said = self.patch({"bio": "New words.", "radius_km": 90}).json()
        assert (said["bio"], said["has_pending_changes"], said["radius_km"]) == ("New words.", True, 90)
        public = api().get(of(profile)).json()
        assert (public["bio"], public["radius_km"]) == ("Twenty years of kitchens.", 90)

    def test_a_portrait_comes_and_goes(self) -> None:
        profile = services.create(by=self.sam)
        response = self.api.put(ME + "avatar/", {"file": portrait()}, format="multipart")
        assert response.status_code == 200
        asset = again(profile).avatar
        assert (asset.kind, asset.width, asset.height) == ("avatar", 200, 200)
        assert self.api.delete(ME + "avatar/").status_code == 200
        assert again(profile).avatar_id is None

    def test_a_portrait_that_is_none_is_refused(self) -> None:
        profile = services.create(by=self.sam)
        for file in (SimpleUploadedFile("me.png", b"no picture"), SimpleUploadedFile("me.png", b"")):
            response = self.api.put(ME + "avatar/", {"file": file}, format="multipart")
            assert response.status_code == 422
        assert self.api.put(ME + "avatar/", {}, format="multipart").status_code == 400
        assert again(profile).avatar_id is None

    def test_statistics_of_seven_or_thirty_days(self) -> None:
        services.create(by=self.sam)
        for days in (7, 30):
            said = self.api.get(f"{ME}statistics/?window={days}").json()
            assert (len(said["days"]), said["totals"]["view"]) == (days, 0)
        for window in ("8", "", "x", "٧"):
            response = self.api.get(f"{ME}statistics/?window={window}")
            assert (response.status_code, response.json()["code"]) == (422, "window")


class TestMyPriceList:
    @pytest.fixture(autouse=True)
    def stage(self, sam: User) -> None:
        self.sam, self.api, self.profile = sam, api(sam), profile_of(sam)
        self.line = {"service": fitting().slug, "title": "Fit a kitchen", "price_type": "from", "price": "15000.00"}

    def test_a_line_is_added_read_changed_and_removed(self) -> None:
        response = self.api.post(OFFERINGS, self.line, format="json")
        said = response.json()
        assert (response.status_code, said["price"]) == (201, {"amount": "15000.00", "currency": "KZT"})
        address = f"{OFFERINGS}{said['id']}/"
        assert self.api.get(address).json() == said
        assert self.api.get(OFFERINGS).json() == {"results": [said], "next": None, "previous": None}
        changed = self.api.patch(address, {"price_type": "quote"}, format="json").json()
        assert (changed["price_type"], changed["price"]) == ("quote", None)
        assert self.api.delete(address).status_code == 204
        assert self.api.get(address).status_code == 404

    @pytest.mark.parametrize(
        ("wrong", "status"),
        [
            ({"price": "0"}, 400),
            ({"price": "1.005"}, 400),
            ({"price": None}, 422),
            ({"price_type": "quote"}, 422),
            ({"service": "magic"}, 400),
            ({"duration_minutes": 10}, 400),
            ({"price": "999999999999.99"}, 422),
        ],
    )
    def test_wrong_lines_are_refused(self, wrong: dict[str, Any], status: int) -> None:
        assert self.api.post(OFFERINGS, {**self.line, **wrong}, format="json").status_code == status
        assert self.profile.offerings.count() == 0

    def test_somebody_elses_line_is_not_found(self, eve: User) -> None:
        theirs = offering_of(profile_of(eve))
        address = f"{OFFERINGS}{theirs.public_id}/"
        for call in (self.api.get, self.api.delete):
            assert call(address).status_code == 404
        assert self.api.patch(address, {"title": "Mine"}, format="json").status_code == 404
        theirs.refresh_from_db()
        assert theirs.title == "Fit a kitchen"

    def test_without_a_profile_there_is_no_list(self, clara: User) -> None:
        assert api(clara).get(OFFERINGS).json()["code"] == "no_profile"


def test_reading_ones_own_profile_needs_as_many_statements_for_one_line_as_for_forty(
    sam: User, mona: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    profile = published(sam, mona)
    offering_of(profile)
    with django_assert_num_queries(6):
        api(sam).get(ME)
    for number in range(20):
        offering_of(profile, f"Line {number}")
    with django_assert_num_queries(6):
        api(sam).get(ME)


def test_the_openapi_document_describes_it_without_warnings() -> None:
    GENERATOR_STATS.reset()
    generator = SchemaGenerator(urlconf=None)
    document = generator.get_schema(request=None, public=True)
    validate_schema(document)
    ours = [path for path in document["paths"] if "profile" in path or "offerings" in path or "specialists/" in path]
    assert set(ours) >= {f"/api/v1/me/profile/{name}" for name in ("", "avatar/", "statistics/", "submission/")}
    complaints = [str(line) for cache in (GENERATOR_STATS._warn_cache, GENERATOR_STATS._error_cache) for line in cache]
    assert [line for line in complaints if "specialists" in line] == []
