"""Pictures by their names: only what we made, never a list, never a step aside."""

from pathlib import Path

import pytest
from django.http import FileResponse, Http404
from django.test import Client, RequestFactory
from pytest_django import Settings

from marketplace.media import names, views

PICTURE = "images/ab/cd/" + "0" * 32 + ".webp"


@pytest.fixture
def kept(root: Path) -> str:
    path = root / PICTURE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"picture")
    return PICTURE


def get(path: str, method: str = "get") -> FileResponse:
    request = getattr(RequestFactory(), method)("/")
    return views.picture(request, path)  # type: ignore[return-value]


def test_a_picture_may_be_kept_for_ever_and_runs_nothing(kept: str) -> None:
    answer = get(kept)
    assert b"".join(answer.streaming_content) == b"picture"  # type: ignore[arg-type]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "", "images", "images/", "images/ab/cd/", "images/../images/ab/cd/x.webp", "../secret.webp", "/etc/passwd",
        "images/ab/cd/..webp", "images/ab/./cd.webp", "images//ab.webp", "files/ab/cd/plan.pdf", "documents/a.webp",
        "uploaded_files/raw.jpg", "images/ab/x.html", "images/ab/x.svg", "images/ab/x.webp\n", "images/ab/x.webp.part1",
        "images\\ab\\x.webp", "images/ab/x\x00.webp", "images/ab/missing.webp",
    ],
)  # fmt: skip
def test_anything_else_is_not_found(root: Path, path: str) -> None:
    for name in ("secret.webp", "files/ab/cd/plan.pdf", "documents/a.webp", "uploaded_files/raw.jpg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"secret")
    with pytest.raises(Http404):
        get(path)


def test_nothing_can_be_sent_to_it(kept: str) -> None:
    assert get(kept, "post").status_code == 405


def test_names_of_ours_are_known_again() -> None:
    assert names.is_ours(names.fresh("images", "webp"))
    assert names.fresh("images", "webp") != names.fresh("images", "webp")
    assert not names.is_ours("images/ab/cd/kitchen.webp")


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("", "file"),
        ("...", "file"),
        ("a/b\\c.pdf", "c.pdf"),
        ("nul", "_nul"),
        ("LPT1.txt", "_LPT1.txt"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_odd_names_are_cleaned(given: str, clean: str) -> None:
    assert names.clean(given) == clean


def test_through_the_whole_house_its_own_policy_stays(kept: str, client: Client, settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("WhiteNoiseMiddleware")]
    answer = client.get(f"/media/{kept}")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Set-Cookie" not in answer
