"""The editors' doors in the admin, one picture at a time and many: the list of everywhere, and never an error page."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from marketplace.accounts.models import User
from marketplace.media import decoder
from marketplace.media.images import Refused
from marketplace.media.models import SiteImage
from tests.media import corpus
from tests.media.conftest import Files, sent
from tests.media.corpus import SAMPLES, Sample
from tests.media.test_documents import DOCUMENTS

pytestmark = pytest.mark.django_db

# Editors may use logos and small drawings.
SMALL_ENOUGH = {"599 pixels"}


def expected(sample: Sample) -> bool:
    return sample.expected is None or sample.title in SMALL_ENOUGH


@pytest.fixture
def editor(client: Client, settings: Settings) -> Client:
    """Signed in with every right; the second factor has tests of its own."""
    beside = ("StaffSecondFactor", "WhiteNoiseMiddleware")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith(beside)]
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    client.force_login(User.objects.create_superuser("ed@example.com"))
    return client


def one(editor: Client, sample: Sample) -> bool:
    """Through the form for a single picture: whether it came in."""
    file = SimpleUploadedFile(sample.name, sample.build())
    answer = editor.post(reverse("wagtailimages:add"), {"title": "A picture", "file": file, "collection": root()})
    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        assert answer.context["form"].errors["file"]
    return answer.status_code == 302


def many(editor: Client, sample: Sample) -> bool:
    """Through the form for many: whether it came in."""
    answer = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "A picture", "files[]": SimpleUploadedFile(sample.name, sample.build()), "collection": root()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    assert body["success"] or body["error_message"]
    return bool(body["success"])


def root() -> int:
    return Collection.objects.order_by("pk").values_list("pk", flat=True)[0]


@pytest.mark.parametrize("door", [one, many], ids=["one", "many"])
@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_what_editors_upload_goes_through_the_same_door(
    editor: Client, sample: Sample, door: Any, files: Files
) -> None:
    assert door(editor, sample) is expected(sample)
    assert SiteImage.objects.count() == len(files()) == int(expected(sample))
    for image in SiteImage.objects.all():
        check(image)


def check(image: SiteImage) -> None:
    with default_storage.open(str(image.file.name)) as file:
        data = file.read()
    kept = Image.open(io.BytesIO(data))
    assert (kept.format, kept.size) == ("WEBP", (image.width, image.height))
    assert image.file_size == len(data)
    assert corpus.GPS_MARK not in data
    assert corpus.TAIL_MARK not in data
    assert str(image.file.name).startswith("site/")
    assert str(image.file.name).endswith(".webp")


def test_transparency_stays_for_editors(editor: Client) -> None:
    assert one(editor, Sample("a logo", "logo.png", lambda: corpus.see_through("RGBA")))
    with SiteImage.objects.get().file.open() as file:
        assert Image.open(file).mode == "RGBA"


def test_a_new_file_for_an_old_picture_goes_through_the_door_too(editor: Client, files: Files) -> None:
    one(editor, Sample("a JPEG", "kitchen.jpg", corpus.jpeg))
    image = SiteImage.objects.get()
    address = reverse("wagtailimages:edit", args=[image.pk])
    fields = {"title": "Another", "collection": root(), "description": "", "tags": "", "alt_text": "A kitchen"}
    assert editor.post(address, {**fields, "file": sent(corpus.SVG, "logo.png")}).status_code == 200
    assert editor.post(address, {**fields, "file": sent(corpus.with_gps())}).status_code == 302
    image.refresh_from_db()
    check(image)
    assert (image.width, image.height, image.default_alt_text) == (600, 800, "A kitchen")


def test_an_upload_whose_title_must_be_mended_is_encoded_anew_all_the_same(editor: Client) -> None:
    """Wagtail keeps the file as it was sent until the form is right, and then saves it past the form."""
    answer = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x" * 300, "files[]": sent(corpus.with_gps()), "collection": root()},
    )
    waiting = UploadedFile.objects.get()
    assert answer.json()["uploaded_file_id"] == waiting.pk
    prefix = f"uploaded-image-{waiting.pk}"
    answer = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        {f"{prefix}-title": "Short", f"{prefix}-collection": root(), f"{prefix}-description": "",
         f"{prefix}-tags": "", f"{prefix}-alt_text": ""},
    )  # fmt: skip
    assert answer.json()["success"]
    check_bytes = SiteImage.objects.get().file.open().read()
    assert corpus.GPS_MARK not in check_bytes
    assert check_bytes[8:12] == b"WEBP"


def test_code_that_saves_past_every_form_meets_the_door(files: Files) -> None:
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    image = SiteImage.objects.create(title="Kitchen", file=sent(corpus.with_gps(), "kitchen.jpg"))
    assert (image.width, image.height) == (600, 800)
    assert corpus.GPS_MARK not in image.file.open().read()
    with pytest.raises(Refused):
        SiteImage.objects.create(title="Not what it says", file=sent(corpus.png(), "plan.jpg"))
    assert len(files()) == 1


def test_sizes_of_editors_pictures_are_made_by_wagtail(editor: Client) -> None:
    one(editor, Sample("a JPEG", "kitchen.jpg", corpus.jpeg))
    rendition = SiteImage.objects.get().get_rendition("width-400|format-avif")
    assert (rendition.width, str(rendition.file.name).startswith("site/renditions/")) == (400, True)
    assert get_image_model() is SiteImage


def test_pillow_is_strict_for_everybody() -> None:
    assert decoder.Image.MAX_IMAGE_PIXELS == 50_000_000


@pytest.mark.parametrize("sample", DOCUMENTS, ids=str)
@pytest.mark.parametrize("door", ["add", "add_multiple"])
def test_documents_of_editors_too(editor: Client, sample: Sample, door: str) -> None:
    file = SimpleUploadedFile(sample.name, sample.build())
    fields = {"title": "Paper", "collection": root(), "file" if door == "add" else "files[]": file}
    answer = editor.post(reverse(f"wagtaildocs:{door}"), fields)
    assert answer.status_code == (302 if door == "add" and sample.expected is None else 200)
    assert Document.objects.count() == int(sample.expected is None)


def test_a_document_of_the_editors_is_a_download(editor: Client) -> None:
    editor.post(reverse("wagtaildocs:add"), {"title": "Paper", "collection": root(), "file": sent(corpus.PDF, "a.pdf")})
    document = Document.objects.get()
    assert document.content_disposition.startswith("attachment")
    assert zipfile.is_zipfile(io.BytesIO(corpus.PDF)) is False
