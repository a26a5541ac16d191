"""What somebody who means ill sends, and every place it can be sent to."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

SURROGATE = "\ud800"
ZALGO = "Z" + "\u0301\u0323\u0334" * 3_000
DEEP_NAME = "a" + "[b]" * 200
# Sent as text: in addresses, forms, headers, cookies.
TEXTS = [
    "",
    "\x00",
    "kitchen\x00",
    SURROGATE,
    "-1",
    "1" + "0" * 30,
    "NaN",
    "Infinity",
    "1e400",
    "0x10",
    "null",
    "true",
    "[]",
    "{}",
    "\u202egnp.exe",
    "ki\u200btchen\ufeff",
    ZALGO,
    "kіtсhеn",
    "\u212b\u0041\u030a\u00c5",
    "a\r\nSet-Cookie: x=1",
    "%00",
    "%2e%2e%2f",
    "..\\..\\windows",
    "../../etc/passwd",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "' OR 1=1 --",
    "user__password",
    "{{7*7}}<script>alert(1)</script>",
    '"a" & !b | (c <-> *:*',
    "٣",
    "1_0",
    DEEP_NAME,
]
LONG = "x" * 1_000_000
# Sent as JSON, letter by letter: some of it is none.
JSONS = [
    '""',
    '"\\u0000"',
    '"\\ud800"',
    "-1",
    "1" + "0" * 30,
    "-1" + "0" * 30,
    "2147483648",
    "9223372036854775808",
    "NaN",
    "Infinity",
    "1e400",
    "0.1",
    "null",
    "true",
    "[]",
    "{}",
    '["a"]',
    '[["a"]]',
    "[null]",
    '{"a": {"b": {"c": 1}}}',
    '"\\u202egnp"',
    '"a\\u200bb"',
    '"k\u0456tchen"',
    '"\u212b\u0041\u030a"',
    '"a\\r\\nb"',
    '"%00"',
    '"../../etc"',
    '"\U0001f469\u200d\U0001f469"',
    '"user__password"',
    '"2026-02-30"',
    '"9999-12-31"',
    '"zzzzzzzzzzzz"',
    f'"{"Z" + chr(0x301) * 5_000}"',
    "[" * 50 + "]" * 50,
]
HEADERS = [
    *("Accept", "Accept-Language", "Accept-Encoding", "Accept-Charset", "Authorization", "Content-Type", "Cookie"),
    *("Host", "Origin", "Referer", "User-Agent", "If-Match", "If-None-Match", "If-Modified-Since", "If-Range", "Range"),
    *("Idempotency-Key", "X-Request-ID", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-CSRFToken"),
    *("X-Session-Token", "X-HTTP-Method-Override", "Sec-Purpose", "HX-Request", "Content-Length", "Transfer-Encoding"),
    *("Content-Encoding", "Forwarded", "X-Requested-With", "Sec-Fetch-Site", "DNT", "Save-Data", "Cache-Control"),
]
COOKIES = ["session", "csrf", "language", "messages", "sessionid", "anything"]
KEYS = [
    *("q", "category", "style", "room", "language", "city", "near", "radius", "price_min", "price_max", "rating"),
    *("sort", "cursor", "limit", "window", "search", "tag", "page", "next", "user__password", "a[b][c]"),
]


def some(values: Sequence[str], share: int, turn: int) -> Sequence[str]:
    """Every `share`-th of the values, another part of them each turn: in the end each of them was sent."""
    return values[turn % share :: share]


def is_cheap(address: str) -> bool:
    """Whether what answers there draws no page."""
    return address.startswith(("/api/", "/_allauth/"))


def addresses() -> Iterator[str]:
    """Every address pattern outside the staff's place, with `{}` where a value goes."""
    for pattern in _walk(get_resolver().url_patterns, ""):
        if not pattern.startswith("admin/"):
            yield "/" + _open(pattern)


def _walk(patterns: list[Any], before: str) -> Iterator[str]:
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield here


def _open(pattern: str) -> str:
    text = re.sub(r"<(?:\w+:)?\w+>", "{}", re.sub(r"\(\?P<\w+>(?:\[[^\]]*\]|[^()])*\)", "{}", pattern))
    text = re.sub(r"\((?!\?:)[^()]*\)", "{}", text.replace("((?:[\\w\\-]+/)*)", "{}/"))
    return re.sub(r"\(\?:login\|password_reset\)\(\?:/\|\$\)", "login/", text).replace("^", "").replace("$", "")


def encoded(text: str) -> str:
    """The text as it stands in an address; half a surrogate pair as its three bytes."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def header(text: str) -> str:
    """The text as a server hands it over: bytes that look like Latin-1."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def bodies() -> Iterator[tuple[str, bytes]]:
    """Whole bodies that are no honest JSON, with their content type."""
    json = "application/json"
    for depth in (100, 1_000, 10_000, 100_000):
        yield json, b"[" * depth + b"]" * depth
        yield json, b'{"a":' * depth + b"1" + b"}" * depth
        yield json, b"[" * depth
    yield json, b"{" + b",".join(b'"%d":1' % number for number in range(100_000)) + b"}"
    yield json, b'{"title":"a","title":"b"}'
    yield json, b'\xef\xbb\xbf{"title":"a"}'
    yield from ((json, '{"title":"a"}'.encode(code)) for code in ("utf-16", "utf-16-le", "utf-32", "utf-7"))
    yield from ((json, body) for body in (b"", b"\x00", b"null", b"1", b'"a"', b"[]", b"[1]", b"\xff\xfe", b"{,}"))
    yield from (
        (kind, b"<a/>") for kind in ("text/xml", "text/plain", "application/x-yaml", "", "a" * 5_000, "a/b;;;=", "\xff")
    )
    yield "application/json; charset=utf-16", b'{"title":"a"}'
    yield "application/json; charset=nonsense", b'{"title":"a"}'
    yield "application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(10_000))
    yield json, b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xabV*.)R\xb2\x02\x00"


def huge() -> tuple[str, bytes]:
    """Six megabytes of one text."""
    return "application/json", b'{"title":"' + b"x" * 6_000_000 + b'"}'


def forms() -> Iterator[tuple[str, bytes]]:
    """multipart/form-data as no browser writes it."""
    kind = "multipart/form-data; boundary=b"

    def part(head: bytes, body: bytes = b"x") -> bytes:
        return b"--b\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + body + b"\r\n"

    yield "multipart/form-data", b"--b--"
    yield "multipart/form-data; boundary=" + "b" * 300, b"--b--"
    yield "multipart/form-data; boundary=\xff", b"--b--"
    yield kind, b""
    yield kind, b"x" * 100_000
    yield kind, part(b'name="title"')
    yield kind, b"".join(part(b'name="a%d"' % number) for number in range(10_000)) + b"--b--"
    yield kind, b"".join(part(b'name="f"; filename="a.jpg"') for _ in range(40)) + b"--b--"
    yield kind, b"".join(part(b'name="media_add"; filename="a.jpg"') for _ in range(13)) + b"--b--"
    yield kind, b"".join(part(b'name="file"; filename="a.jpg"') for _ in range(2)) + b"--b--"
    for name in (
        b'"../../a"',
        b'"a\x00.jpg"',
        b'"' + b"a" * 3_000 + b'"',
        b'""',
        b'"con.jpg"',
        "\u202e.jpg".encode(),
        b"*=x",
    ):
        yield kind, part(b'name="file"; filename=' + name) + b"--b--"
    yield kind, part(b'name="file"; filename="a"\r\nContent-Transfer-Encoding: base64', b"!") + b"--b--"
    yield kind, part(b"name=" + b'"a' + b"[b]" * 1_000 + b'"') + b"--b--"
    yield kind, part(b'name="title"', b"\xff\xfe\xed\xa0\x80") + b"--b--"
    yield kind, part(b'name="title"', b"a\x00b") + b"--b--"
    yield kind, part(b'name="media_texts"', b"[" * 100_000) + b"--b--"
    yield kind, part(b'name="media_texts"', b'{"a": {"alt": 1e400}}') + b"--b--"
    yield kind, b"--b\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\nx\r\n--b--"
