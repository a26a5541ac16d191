"""The language of an answer that anybody may keep: what the header asks for and nothing else."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from marketplace.catalog.names import LANGUAGES


def asked_for(request: HttpRequest) -> str:
    """The first language of Accept-Language that we speak, English when there is none. Cookies do not count."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code.split("-")[0] in LANGUAGES:
            return code.split("-")[0]
    return "en"
