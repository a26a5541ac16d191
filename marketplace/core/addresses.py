"""Where a listing's page is. One canonical address for each language; English has no prefix."""

from typing import Literal

from django.conf import settings
from django.utils.translation import get_language

from marketplace.core.ids import readable


def listing(kind: Literal["project", "specialist"], title: str, public_id: str) -> str:
    """The path of a listing's page in the language of now: `/ru/projects/<readable title>-<public id>/`."""
    return localised(f"/{kind}s/{readable(title, otherwise=kind)}-{public_id}/")


def localised(path: str) -> str:
    """A path of the site in the language of now."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
