"""A person's own picture: chosen, cut, shown in the menu, replaced, removed, and refused when it is no picture."""

import io
from math import nan

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from rest_framework.test import APIClient

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core import personal
from marketplace.core.errors import TooMany
from marketplace.media import rules
from marketplace.media import services as media
from marketplace.media.crops import Crop
from marketplace.media.handlers import delete_it
from marketplace.media.images import Refused
from marketplace.media.models import MediaAsset
from marketplace.portraits import selectors, services
from marketplace.portraits.models import Portrait
from tests.media import corpus
from tests.media.conftest import Files, root, sent
from tests.media.corpus import BAD, Sample

__all__ = ["root"]
pytestmark = pytest.mark.django_db
PAGE = "/account/picture/"
# A portrait may be smaller than a photo.
HOSTILE = [sample for sample in BAD if sample.title != "599 pixels"]
API = "/api/v1/me/picture/"
COLOURS = {"red": (220, 20, 20), "green": (20, 160, 20), "blue": (20, 20, 220), "yellow": (220, 200, 20)}


@pytest.fixture
def files(root: object) -> Files:
    return lambda: {name for name in MediaAsset.objects.values_list("file", flat=True) if default_storage.exists(name)}


@pytest.fixture
def browser(client: Client, clara: User) -> Client:
    client.force_login(clara)
    return client


def quarters(**options: object) -> bytes:
    """800 x 400: red and green above, blue and yellow below."""
    image = Image.new("RGB", (800, 400))
    for number, colour in enumerate(COLOURS.values()):
        image.paste(colour, (number % 2 * 400, number // 2 * 200, number % 2 * 400 + 400, number // 2 * 200 + 200))
    return corpus.saved(image, "JPEG", quality=95, subsampling=0, **options)


def colours(asset: MediaAsset) -> list[str]:
    """What is in the four corners, row by row."""
    with default_storage.open(str(asset.file.name)) as file:
        image = Image.open(io.BytesIO(file.read())).convert("RGB")
    far = image.width - 4
    return [nearest(image.getpixel(place)) for place in ((3, 3), (far, 3), (3, far), (far, far))]


def nearest(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    return min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(pixel, COLOURS[name], strict=True)))


def shown(user: User) -> MediaAsset:
    return Portrait.objects.select_related("asset").get(user=user).asset


def let_go() -> list[int]:
    """The uploads that nobody needs any more, after media has heard of it and deleted them."""
    released = Event.objects.filter(kind="media.orphaned").order_by("pk")
    for event in released:
        delete_it(event)
    return list(released.values_list("subject_id", flat=True))


class TestTheSquare:
    def test_it_is_the_one_that_was_chosen(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(quarters()), crop=Crop(0.5, 0.5, 0.5))
        assert (shown(clara).kind, shown(clara).width, shown(clara).height) == ("avatar", 200, 200)
        assert colours(shown(clara)) == ["yellow"] * 4

    def test_without_a_choice_it_comes_from_the_middle(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(quarters()))
        assert (shown(clara).width, shown(clara).height) == (400, 400)
        assert colours(shown(clara)) == ["red", "green", "blue", "yellow"]

    def test_it_is_chosen_in_the_picture_as_people_see_it(self, clara: User, files: Files) -> None:
        exif = Image.Exif()
        exif[0x0112] = 3
        services.change(clara, file=sent(quarters(exif=exif.tobytes())), crop=Crop(0, 0, 0.5))
        assert colours(shown(clara)) == ["yellow"] * 4

    def test_over_an_edge_it_is_moved_back_inside(self) -> None:
        assert Crop(1, 1, 1).box(800, 400) == (400, 0, 800, 400)

    def test_it_is_never_smaller_than_what_is_shown(self) -> None:
        assert Crop(0, 0, 0).box(800, 400) == (0, 0, 96, 96)

    def test_of_a_large_picture_512_pixels_are_kept(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(corpus.jpeg(3000, 2000)), crop=Crop(0.1, 0.1, 0.8))
        assert (shown(clara).width, shown(clara).height) == (512, 512)

    @pytest.mark.parametrize("wrong", [(-0.1, 0, 1), (0, 1.1, 1), (0, 0, nan)])
    def test_what_is_no_part_of_a_picture_is_refused(self, wrong: tuple[float, float, float]) -> None:
        with pytest.raises(Refused) as refused:
            Crop(*wrong)
        assert (refused.value.code, refused.value.field) == ("image_crop", "file")

    def test_nothing_of_the_file_but_its_pixels_is_kept(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(corpus.with_gps()), crop=Crop(0, 0, 1))
        with default_storage.open(str(shown(clara).file.name)) as file:
            content = file.read()
        assert corpus.GPS_MARK not in content
        assert Image.open(io.BytesIO(content)).info.keys() <= {"loop", "background", "timestamp", "duration"}


class TestTheFile:
    @pytest.mark.parametrize("sample", HOSTILE, ids=lambda sample: sample.title)
    def test_a_hostile_one_changes_nothing(self, clara: User, files: Files, sample: Sample) -> None:
        services.change(clara, file=sent(quarters()))
        before = files(), shown(clara).pk, Event.objects.count()
        with pytest.raises(Refused):
            services.change(clara, file=sent(sample.build(), sample.name), crop=Crop(0.1, 0.1, 0.5))
        assert (files(), shown(clara).pk, Event.objects.count()) == before

    def test_the_one_before_goes(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(quarters()))
        first = shown(clara)
        services.change(clara, file=sent(quarters()))
        assert let_go() == [first.pk]
        assert files() == {shown(clara).file.name}

    def test_removed_it_is_gone_and_a_second_time_nothing_happens(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(quarters()))
        first = shown(clara)
        services.remove(clara)
        services.remove(clara)
        assert let_go() == [first.pk]
        clara.refresh_from_db()
        assert clara.face is None
        assert (Portrait.objects.count(), MediaAsset.objects.count(), files()) == (0, 0, set())
        assert Event.objects.filter(kind="portrait.removed").count() == 1

    def test_a_sweep_leaves_it_alone(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(quarters()))
        assert media.remove(shown(clara).pk) is False
        assert files() == {shown(clara).file.name}

    def test_it_goes_with_an_account_that_is_forgotten(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(quarters()))
        personal.erase(clara.pk)
        let_go()
        clara.refresh_from_db()
        assert clara.face is None
        assert (Portrait.objects.count(), MediaAsset.objects.count(), files()) == (0, 0, set())

    def test_the_thirty_first_in_a_minute_is_refused(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(quarters()))
        before = shown(clara).pk
        for _number in range(rules.A_MINUTE - 1):
            rules.count_upload(clara)
        with pytest.raises(TooMany):
            services.change(clara, file=sent(quarters()))
        assert shown(clara).pk == before


def pictures(browser: Client) -> int:
    """How many the page of the account shows: in its menu, and beside its name."""
    return browser.get("/account/").content.count(b'<picture class="picture">')


class TestThePage:
    def test_it_takes_a_picture_and_a_square(self, browser: Client, clara: User, files: Files) -> None:
        answer = browser.post(PAGE, {"file": sent(quarters()), "x": "0.5", "y": "0", "size": "0.5"})
        assert (answer.status_code, answer["Location"]) == (302, "/account/")
        assert colours(shown(clara)) == ["green"] * 4

    @pytest.mark.parametrize(
        "odd", [{"x": "0.5"}, {"x": "a", "y": "b", "size": "c"}, {"x": "9", "y": "0", "size": "1"}]
    )
    def test_a_square_that_makes_no_sense_counts_as_none(
        self, browser: Client, clara: User, files: Files, odd: dict[str, str]
    ) -> None:
        assert browser.post(PAGE, {"file": sent(quarters()), **odd}).status_code == 302
        assert colours(shown(clara)) == ["red", "green", "blue", "yellow"]

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            ({}, "Choose a picture."),
            ({"file": sent(b"")}, "This file is empty."),
            ({"file": sent(corpus.SVG, "face.svg")}, "This is not a JPEG, PNG, WebP, AVIF or HEIC picture."),
            ({"file": sent(bytes(5 * 1024 * 1024 + 1))}, "This file is too big. Up to 5 MB are fine."),
        ],
        ids=["none", "empty", "drawing", "heavy"],
    )
    def test_what_is_refused_is_said_beside_the_field(
        self, browser: Client, files: Files, file: dict[str, object], words: str
    ) -> None:
        answer = browser.post(PAGE, file)
        assert answer.status_code == 422
        assert words in answer.content.decode().split("<picture-crop>")[1]
        assert (Portrait.objects.count(), files()) == (0, set())

    def test_too_many_files_are_refused_there_too(self, browser: Client, clara: User, files: Files) -> None:
        for _number in range(rules.A_MINUTE):
            rules.count_upload(clara)
        answer = browser.post(PAGE, {"file": sent(quarters())})
        assert (answer.status_code, Portrait.objects.count()) == (429, 0)
        assert 1 <= int(answer["Retry-After"]) <= 60

    def test_the_menu_and_the_account_show_it_at_once(self, browser: Client, files: Files) -> None:
        assert pictures(browser) == 0
        browser.post(PAGE, {"file": sent(quarters())})
        assert pictures(browser) == 2

    def test_nobody_else_sees_it(self, browser: Client, eve: User, files: Files) -> None:
        services.change(eve, file=sent(quarters()))
        assert pictures(browser) == 0
        assert browser.get("/api/v1/me/").json()["picture"] is None

    def test_it_is_removed_with_a_button(self, browser: Client, files: Files) -> None:
        assert "Remove the picture" not in browser.get(PAGE).content.decode()
        browser.post(PAGE, {"file": sent(quarters())})
        assert "Remove the picture" in browser.get(PAGE).content.decode()
        assert browser.post(f"{PAGE}remove/").status_code == 302
        assert Portrait.objects.count() == 0

    def test_a_page_costs_as_many_statements_with_a_picture_as_with_initials(
        self, browser: Client, clara: User, files: Files
    ) -> None:
        browser.get("/account/")
        with CaptureQueriesContext(connection) as initials:
            assert pictures(browser) == 0
        services.change(clara, file=sent(quarters()))
        with CaptureQueriesContext(connection) as picture:
            assert pictures(browser) == 2
        assert len(picture) == len(initials)
        assert "portrait" not in " ".join(query["sql"] for query in picture)

    def test_its_files_are_those_that_media_made(self, clara: User, files: Files) -> None:
        services.change(clara, file=sent(quarters()))
        made = set(shown(clara).renditions.values_list("file", flat=True))
        said = selectors.picture_of(User.objects.get(pk=clara.pk))
        assert said is not None
        assert (len(made), said["width"], said["height"]) == (4, 192, 192)
        links = [part.split()[0] for source in said["sources"] for part in source["srcset"].split(", ")]
        assert {link.removeprefix(default_storage.url("")) for link in [*links, said["src"]]} < made


class TestTheApi:
    @pytest.fixture
    def api(self, clara: User) -> APIClient:
        api = APIClient()
        api.force_login(clara)
        return api

    def test_it_takes_a_picture_and_shows_it_with_the_account(self, api: APIClient, clara: User, files: Files) -> None:
        said = {"file": sent(quarters()), "x": 0.5, "y": 0.5, "size": 0.5}
        answer = api.put(API, said, format="multipart")
        assert (answer.status_code, answer.json()["picture"]["width"]) == (200, 192)
        assert answer.json()["email"] == clara.email
        assert colours(shown(clara)) == ["yellow"] * 4
        assert api.get("/api/v1/me/").json()["picture"]["width"] == 192
        assert api.delete(API).json()["picture"] is None
        assert Portrait.objects.count() == 0

    @pytest.mark.parametrize(
        ("square", "refusal"),
        [
            ({"x": 0.1, "y": 0.1}, (422, "size")),
            ({"x": -1, "y": 0, "size": 1}, (400, "x")),
            ({"x": 0, "y": 0, "size": "nan"}, (400, "size")),
        ],
    )
    def test_half_a_square_or_a_wrong_one_is_refused(
        self, api: APIClient, files: Files, square: dict[str, object], refusal: tuple[int, str]
    ) -> None:
        answer = api.put(API, {"file": sent(quarters()), **square}, format="multipart")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == refusal
        assert (Portrait.objects.count(), files()) == (0, set())

    def test_what_is_no_picture_is_refused(self, api: APIClient, files: Files) -> None:
        answer = api.put(API, {"file": sent(corpus.SVG, "face.svg")}, format="multipart")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "image_type")
        assert (Portrait.objects.count(), files()) == (0, set())

    def test_a_stranger_is_asked_to_sign_in(self, db: None) -> None:
        assert APIClient().put(API, {"file": sent(quarters())}, format="multipart").status_code == 401
        assert Client().post(PAGE, {"file": sent(quarters())})["Location"].startswith("/accounts/login/")
        assert Portrait.objects.count() == 0
