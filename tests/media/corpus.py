"""Hostile and odd files, built by code: what each is called and holds, and which code the door answers (None: in)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

pillow_heif.register_heif_opener()

GPS_MARK = b"51.507N-planted-place"
TAIL_MARK = b"planted-behind-the-picture"


@dataclass(frozen=True)
class Sample:
    """One file; `expected` is the code of the refusal, None when it is let in."""

    title: str
    name: str
    make: Callable[[], bytes]
    expected: str | None = None

    def __str__(self) -> str:
        return self.title

    @cache  # noqa: B019 - the samples live as long as the tests
    def build(self) -> bytes:
        """What the file holds, made once."""
        return self.make()


@cache
def scene(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A gradient with a red corner at the top left: small when packed, and one sees which way is up."""
    grey = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (grey, grey.rotate(180), grey))
    image.paste((220, 20, 20), (0, 0, width // 4, height // 4))
    return image.convert(mode)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def jpeg(width: int = 800, height: int = 600, mode: str = "RGB", **options: object) -> bytes:
    return saved(scene(width, height, mode), "JPEG", **options)


def png(width: int = 800, height: int = 600, mode: str = "RGB", **options: object) -> bytes:
    return saved(scene(width, height, mode), "PNG", **options)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, *middle: bytes, rows: int | None = None) -> bytes:
    """A grey PNG written by hand, black in as many rows as are asked for (all unless said)."""
    packer = zlib.compressobj(1)
    row = bytes(width + 1)
    packed = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(middle) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def bomb_of_zeros(size: int = 200_000_000) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(10_000_000)
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def moving(form: str) -> bytes:
    frames = [scene(600, 450).rotate(turn) for turn in (0, 90, 180)]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = GPS_MARK.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 26.0)
    return jpeg(exif=exif.tobytes(), comment=GPS_MARK)


def with_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", GPS_MARK.decode())
    return png(pnginfo=info)


def polyglot() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.html", TAIL_MARK * 3)
    return jpeg() + out.getvalue()


def see_through(mode: str) -> bytes:
    image = scene().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return saved(image.quantize(64) if mode == "P" else image.convert(mode), "PNG")


def deep_grey() -> bytes:
    return saved(scene(mode="L").convert("I").point(lambda value: value * 257).convert("I;16"), "PNG")


def in_profile() -> bytes:
    return jpeg(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def two_in_one() -> bytes:
    """What phones write with a depth map: the format calls itself MPO."""
    return saved(scene(), "MPO", save_all=True, append_images=[scene(640, 480)])


def other(form: str, mode: str = "RGB") -> Callable[[], bytes]:
    return lambda: saved(scene(mode=mode), form)


def jpeg_header(width: int, height: int) -> bytes:
    """A JPEG whose header promises a size that its content has not."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
SCRIPT_GIF = b"GIF89a=1;alert(1);//" + bytes(200)
PSD = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 600, 800, 8, 3) + bytes(2000)
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 800 600\n%%EndComments\nshowpage\n"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
FITS = b"".join(line.ljust(80).encode() for line in ("SIMPLE  =  T", "BITPIX  =  8", "NAXIS   =  0", "END")).ljust(2880)
FTYP = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)

GOOD = [
    Sample("a JPEG", "kitchen.jpg", jpeg),
    Sample("a progressive JPEG", "kitchen.jpeg", lambda: jpeg(progressive=True)),
    Sample("a CMYK JPEG", "print.jpg", lambda: jpeg(mode="CMYK")),
    Sample("a grey JPEG", "grey.jpg", lambda: jpeg(mode="L")),
    Sample("a JPEG called jfif", "kitchen.jfif", jpeg),
    Sample("a turned JPEG with GPS and a comment", "holiday.jpg", with_gps),
    Sample("a JPEG with EXIF that is no EXIF", "odd.jpg", lambda: jpeg(exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")),
    Sample("a JPEG with a colour profile", "colour.jpg", in_profile),
    Sample("a JPEG with a broken colour profile", "colour2.jpg", lambda: jpeg(icc_profile=b"not a profile" * 50)),
    Sample("a JPEG with a ZIP behind it", "both.jpg", polyglot),
    Sample("a phone's JPEG with a second picture inside", "depth.jpg", two_in_one),
    Sample("a PNG", "plan.png", png),
    Sample("a PNG with a comment", "plan2.png", with_text),
    Sample("a PNG of 16 bits", "deep.png", deep_grey),
    Sample("a PNG of one bit", "lines.png", lambda: png(mode="1")),
    Sample("a PNG with a palette and transparency", "palette.png", lambda: see_through("P")),
    Sample("a PNG with transparency", "alpha.png", lambda: see_through("RGBA")),
    Sample("a grey PNG with transparency", "alpha2.png", lambda: see_through("LA")),
    Sample("a PNG of 35 megapixels", "large.png", lambda: png_of(7000, 5000)),
    # Blank below what is there: harmless, and Pillow does not tell.
    Sample("a JPEG that promises more than it has", "liar.jpg", lambda: jpeg_header(1_600, 1_200)),
    Sample("a WebP", "kitchen.webp", other("WEBP")),
    Sample("a WebP with transparency", "alpha.webp", lambda: saved(scene(mode="RGBA"), "WEBP", lossless=True)),
    Sample("an AVIF", "kitchen.avif", other("AVIF")),
    Sample("a HEIC", "IMG_0001.HEIC", other("HEIF")),
    Sample("exactly 600 pixels", "small.jpg", lambda: jpeg(600, 400)),
    Sample("exactly 12,000 pixels", "panorama.jpg", lambda: jpeg(12_000, 1_200)),
    Sample("no ending", "photo", jpeg),
    Sample("capital letters", "PHOTO.JPG", jpeg),
    Sample("a name that climbs", "../../../etc/passwd.jpg", jpeg),
    Sample("a name with a NUL", "kitchen\x00.jpg", jpeg),
    Sample("a name of 300 letters", "k" * 300 + ".jpg", jpeg),
    Sample("a name written from right to left", "kitchen\u202egpj.exe.jpg", jpeg),
    Sample("a reserved name", "con.jpg", jpeg),
    Sample("two endings, the last one right", "photo.php.jpg", jpeg),
]

BAD = [
    Sample("nothing", "empty.jpg", lambda: b"", "image_size"),
    Sample("16 MB", "huge.jpg", lambda: jpeg() + bytes(16 * 1024 * 1024), "image_size"),
    Sample("a bomb of 144 megapixels", "bomb.png", lambda: png_of(12_000, 12_000), "image_pixels"),
    Sample("a bomb of 400 megapixels", "bomb2.png", lambda: png_of(20_000, 20_000, rows=9_000), "image_pixels"),
    Sample("a header of 3,600 megapixels", "bomb3.png", lambda: png_of(60_000, 60_000, rows=1), "image_pixels"),
    Sample("a bomb of 81 megapixels", "bomb4.png", lambda: png_of(9_000, 9_000), "image_pixels"),
    Sample("a JPEG header of 4,295 megapixels", "bomb5.jpg", lambda: jpeg_header(65_500, 65_500), "image_pixels"),
    Sample("a WebP of 20 megapixels", "big.webp", lambda: saved(scene(5000, 4000), "WEBP", method=0), "image_pixels"),
    Sample("a moving PNG", "moving.png", lambda: moving("PNG"), "image_frames"),
    Sample("a moving WebP", "moving.webp", lambda: moving("WEBP"), "image_frames"),
    Sample("a moving AVIF", "moving.avif", lambda: moving("AVIF"), "image_frames"),
    Sample("a moving GIF as PNG", "moving2.png", lambda: moving("GIF"), "image_type"),
    Sample("half a JPEG", "half.jpg", lambda: half(jpeg()), "image_broken"),
    Sample("a PNG of one row of 2,000", "liar.png", lambda: png_of(3_000, 2_000, rows=1), "image_broken"),
    Sample("a PNG of all rows but one", "short.png", lambda: png_of(800, 600, rows=599), "image_broken"),
    Sample("half a PNG", "half.png", lambda: half(png()), "image_broken"),
    Sample("half a WebP", "half.webp", lambda: half(saved(scene(), "WEBP")), "image_broken"),
    Sample("half an AVIF", "half.avif", lambda: half(saved(scene(), "AVIF")), "image_type"),
    Sample("half a HEIC", "half.heic", lambda: half(saved(scene(), "HEIF")), "image_broken"),
    Sample("an SVG", "logo.svg", lambda: SVG, "image_type"),
    Sample("an SVG as PNG", "logo.png", lambda: SVG, "image_type"),
    Sample("HTML as JPEG", "page.jpg", lambda: HTML, "image_type"),
    Sample("a PDF as JPEG", "paper.jpg", lambda: PDF, "image_type"),
    Sample("a TIFF as JPEG", "scan.jpg", other("TIFF"), "image_type"),
    Sample("a PPM as PNG", "scan.png", other("PPM"), "image_type"),
    Sample("an EPS as JPEG", "print.jpg", lambda: EPS, "image_type"),
    Sample("a PSD as JPEG", "layers.jpg", lambda: PSD, "image_type"),
    Sample("an ICO as PNG", "icon.png", other("ICO"), "image_type"),
    Sample("a BMP as PNG", "paint.png", other("BMP"), "image_type"),
    Sample("a TGA as JPEG", "game.jpg", other("TGA"), "image_type"),
    Sample("a JPEG 2000 as JPEG", "new.jpg", other("JPEG2000"), "image_type"),
    Sample("a PCX as JPEG", "old.jpg", other("PCX"), "image_type"),
    Sample("a FITS as JPEG", "stars.jpg", lambda: FITS, "image_type"),
    Sample("a GIF as JPEG", "party.jpg", other("GIF"), "image_type"),
    Sample("a GIF", "party.gif", other("GIF"), "image_type"),
    Sample("a script that begins like a GIF", "script.jpg", lambda: SCRIPT_GIF, "image_type"),
    Sample("a ZIP as JPEG", "zip.jpg", lambda: polyglot()[len(jpeg()) :], "image_type"),
    Sample("noise", "noise.png", lambda: bytes(range(256)) * 40, "image_type"),
    Sample("the first bytes of a HEIC", "head.heic", lambda: FTYP, "image_type"),
    Sample("the first bytes of a PNG", "head.png", lambda: b"\x89PNG\r\n\x1a\n", "image_type"),
    Sample(
        "a colour profile that unpacks to 200 MB",
        "profile.png",
        lambda: png_of(800, 600, chunk(b"iCCP", b"x\x00\x00" + bomb_of_zeros())),
        "image_broken",
    ),
    Sample(
        "a comment that unpacks to 200 MB",
        "comment.png",
        lambda: png_of(800, 600, chunk(b"zTXt", b"x\x00\x00" + bomb_of_zeros())),
        "image_broken",
    ),
    Sample("a PNG called JPEG", "plan.jpg", png, "image_name"),
    Sample("a JPEG called HEIC", "photo.heic", jpeg, "image_name"),
    Sample("a JPEG called PHP", "photo.jpg.php", jpeg, "image_name"),
    Sample("a JPEG called SVG", "photo.svg", jpeg, "image_name"),
    Sample("10 by 10 pixels", "dot.png", lambda: png(10, 10), "image_dimensions"),
    Sample("599 pixels", "almost.jpg", lambda: jpeg(599, 400), "image_dimensions"),
    Sample("12,001 pixels", "toolong.jpg", lambda: jpeg(12_001, 1_300), "image_dimensions"),
    Sample("a strip of one to a thousand", "strip.png", lambda: png(10_000, 10), "image_dimensions"),
]

SAMPLES = GOOD + BAD
