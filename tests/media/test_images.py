"""The one door for pictures, from inside: what comes in, what comes out, what is refused and in which words."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from marketplace.media import decoder, images
from marketplace.media.images import AVATAR, PHOTO, Refused, SafeImage, read_image
from tests.media import corpus
from tests.media.corpus import BAD, GOOD, SAMPLES, Sample

REPORTING = """
import runpy, sys
code = 1
try:
    runpy.run_path(sys.argv.pop(1), run_name="__main__")
except SystemExit as end:
    code = end.code
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
raise SystemExit(code)
"""
RED = (220, 20, 20)


def offered(sample: Sample) -> io.BytesIO:
    file = io.BytesIO(sample.build())
    file.name = sample.name
    return file


def titled(title: str) -> Sample:
    return next(sample for sample in SAMPLES if sample.title == title)


def let_in(title: str) -> SafeImage:
    return read_image(offered(titled(title)))


def pixels(safe: SafeImage) -> Image.Image:
    return Image.open(io.BytesIO(safe.content)).convert("RGB")


def answer(sample: Sample) -> str | None:
    """The code of the refusal, None when the picture is let in."""
    try:
        read_image(offered(sample))
    except Refused as refused:
        return refused.code
    return None


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def test_the_corpus_is_large() -> None:
    assert len(SAMPLES) >= 45
    assert len({sample.title for sample in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_what_is_let_in_is_exactly_the_list(sample: Sample) -> None:
    assert answer(sample) == sample.expected


@pytest.mark.parametrize("sample", GOOD, ids=str)
def test_nothing_of_the_sent_file_survives_but_its_pixels(sample: Sample) -> None:
    safe = read_image(offered(sample))
    kept = Image.open(io.BytesIO(safe.content))
    kept.load()
    assert (kept.format, kept.size, kept.mode) == ("WEBP", (safe.width, safe.height), "RGB")
    assert set(kept.info) <= {"loop", "background", "timestamp", "duration"}
    assert corpus.GPS_MARK not in safe.content
    assert corpus.TAIL_MARK not in safe.content
    assert int.from_bytes(safe.content[4:8], "little") + 8 == len(safe.content)
    assert max(kept.size) <= 2560


def test_a_turned_photo_comes_out_upright() -> None:
    safe = let_in("a turned JPEG with GPS and a comment")
    assert (safe.width, safe.height) == (600, 800)
    assert near(pixels(safe).getpixel((580, 20)), RED)


@pytest.mark.parametrize("title", ["a JPEG", "a PNG", "a WebP", "an AVIF", "a HEIC", "a JPEG with a colour profile"])
def test_colours_stay_what_they_were(title: str) -> None:
    picture = pixels(let_in(title))
    assert picture.size == (800, 600)
    assert near(picture.getpixel((50, 50)), RED)


def test_sixteen_bits_of_grey_are_scaled_and_not_clipped() -> None:
    picture = pixels(let_in("a PNG of 16 bits"))
    assert near(picture.getpixel((780, 300)), (128, 128, 128))


def test_what_shines_through_lies_on_white() -> None:
    assert near(pixels(let_in("a PNG with transparency")).getpixel((700, 0)), (255, 255, 255))


def test_a_large_picture_is_brought_down_to_2560() -> None:
    safe = let_in("a PNG of 35 megapixels")
    assert (safe.width, safe.height) == (2560, 1829)


def test_an_avatar_is_a_square_of_512_from_the_middle() -> None:
    safe = read_image(io.BytesIO(corpus.jpeg(1600, 900)), AVATAR)
    assert (safe.width, safe.height) == (512, 512)
    small = read_image(io.BytesIO(corpus.jpeg(300, 200)), AVATAR)
    assert (small.width, small.height) == (200, 200)


def test_an_avatar_has_limits_of_its_own() -> None:
    with pytest.raises(Refused, match="128 to 12000"):
        read_image(io.BytesIO(corpus.jpeg(127, 127)), AVATAR)
    with pytest.raises(Refused, match="Up to 5 MB"):
        read_image(io.BytesIO(corpus.jpeg() + bytes(5 * 1024 * 1024)), AVATAR)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a name that climbs", "passwd.jpg"),
        ("a name with a NUL", "kitchen.jpg"),
        ("a name of 300 letters", "k" * 96 + ".jpg"),
        ("a name written from right to left", "kitchengpj.exe.jpg"),
        ("a reserved name", "_con.jpg"),
        ("two endings, the last one right", "photo.php.jpg"),
    ],
)
def test_names_are_cleaned(sent: str, kept: str) -> None:
    assert let_in(sent).original_name == kept


def test_the_file_is_read_from_its_beginning_wherever_it_stands() -> None:
    file = io.BytesIO(corpus.jpeg())
    file.seek(0, io.SEEK_END)
    assert read_image(file).width == 800


class TestAProcessOfItsOwn:
    """Heavy pictures and young decoders run apart, under limits."""

    @pytest.fixture
    def children(self, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
        seen: list[Any] = []
        run = subprocess.run

        def spy(command: list[str], **options: Any) -> Any:
            seen.append(command)
            return run(command, **options)

        monkeypatch.setattr(subprocess, "run", spy)
        return seen

    @pytest.mark.parametrize("title", ["a HEIC", "an AVIF", "a PNG of 35 megapixels"])
    def test_these_do(self, children: list[Any], title: str) -> None:
        let_in(title)
        assert len(children) == 1

    @pytest.mark.parametrize("title", ["a JPEG", "a PNG", "a WebP", "exactly 12,000 pixels"])
    def test_these_do_not(self, children: list[Any], title: str) -> None:
        let_in(title)
        assert children == []

    def test_what_it_refuses_is_refused_with_the_same_code(self, children: list[Any]) -> None:
        with pytest.raises(Refused) as refused:
            read_image(offered(titled("half a HEIC")))
        assert (refused.value.code, len(children)) == ("image_broken", 1)

    @pytest.mark.parametrize(
        ("outcome", "code"),
        [
            (subprocess.TimeoutExpired("decoder", 20), "image_pixels"),
            (subprocess.CompletedProcess([], -9, b"", b""), "image_broken"),
        ],
        ids=["it takes too long", "it dies"],
    )
    def test_its_end_is_the_picture_s_fault(self, monkeypatch: pytest.MonkeyPatch, outcome: Any, code: str) -> None:
        def run(*_args: Any, **_options: Any) -> Any:
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        monkeypatch.setattr(subprocess, "run", run)
        with pytest.raises(Refused) as refused:
            let_in("a HEIC")
        assert refused.value.code == code

    @pytest.mark.parametrize(
        "build",
        [lambda: corpus.png_of(8100, 6100), lambda: corpus.saved(corpus.scene(4700, 3500), "WEBP", method=0)],
        ids=["a PNG of 49 megapixels", "a WebP of 16 megapixels"],
    )
    def test_the_heaviest_that_are_let_in_take_less_than_300_mb(self, build: Callable[[], bytes]) -> None:
        command = [sys.executable, "-c", REPORTING, decoder.__file__, decoder.arguments(PHOTO)]
        child = subprocess.run(command, input=build(), capture_output=True, check=True)
        assert json.loads(child.stdout.partition(b"\n")[0])[0] == 2560
        assert int(child.stderr) < 300 * 1024


@pytest.mark.parametrize("code", sorted({sample.expected or "" for sample in BAD}))
def test_each_refusal_says_something(code: str) -> None:
    assert images.message(code, PHOTO).endswith(".")


def test_a_refusal_is_a_422_about_the_file() -> None:
    with pytest.raises(Refused, match="damaged") as refused:
        read_image(offered(titled("half a JPEG")))
    assert (refused.value.status, refused.value.code, refused.value.field) == (422, "image_broken", "file")
