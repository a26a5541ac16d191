"""Addresses that look like a page of this site and lead to another one, in as many spellings as browsers forgive."""

import re
from typing import Final

HOST: Final = "evil.example"
OURS: Final = ("http://testserver/", "https://testserver/")
SCHEMES: Final = (
    "https:",
    "http:",
    "HTTPS:",
    "ftp:",
    "ws:",
    "wss:",
    "javascript:",
    "data:text/html,",
    "vbscript:",
    "file:",
)
# What stands between scheme and host, or instead of a scheme.
SLASHES: Final = (
    "//",
    "///",
    "////",
    "/\\",
    "\\\\",
    "\\/",
    "/\t/",
    "/\n/",
    "/\r\n/",
    "\t//",
    "\n//",
    " //",
    "\x01//",
    "/ /",
)
AROUND: Final = (
    f"https://testserver@{HOST}/",
    f"https://testserver:80@{HOST}/",
    f"https://{HOST}#testserver",
    f"https://{HOST}?testserver",
    f"https://{HOST}\\testserver",
    f"https://testserver.{HOST}/",
    f"https://{HOST}%2f@testserver/",
    f"//{HOST}%2f..",
    f"//{HOST}/..;/projects/",
    f"/%2f{HOST}",
    f"/%5c{HOST}",
    f"/%09/{HOST}",
    f"%2f%2f{HOST}",
    f"/.//{HOST}",
    f"/..//{HOST}",
    f"//{HOST}:80",
    f"//[::ffff:7f00:1]@{HOST}",
    "https://testserver/projects/",
    "http://testserver/projects/",
    "//testserver/projects/",
    "http:projects/",
    "projects/",
    "?next=/projects/",
    "#projects",
    "https:///projects/",
    "https:/projects/",
    f"／／{HOST}",
    f"/／{HOST}",
    f"//{HOST[:-7]}。example",
    "//ｅvil.example",
    f"/\u202e//{HOST}",
    f"\ufeff//{HOST}",
    "javascript:alert(1)//http://testserver/",
    "java\tscript:alert(1)",
    f"/\x00/{HOST}",
    f"\r\nLocation: https://{HOST}/",
)
PAYLOADS: Final = tuple(
    dict.fromkeys((*(f"{scheme}//{HOST}/" for scheme in SCHEMES), *(f"{one}{HOST}/" for one in SLASHES), *AROUND))
)


def is_ours(place: str) -> bool:
    """Whether a browser that is sent there stays on this site: it forgets tabs and line ends, and turns backslashes."""
    read = re.sub(r"[\t\r\n]", "", place).strip("".join(map(chr, range(33)))).replace("\\", "/")
    return (read.startswith("/") and not read.startswith("//")) or read.startswith(OURS)
