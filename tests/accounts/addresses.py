"""The site's addresses, and stand-ins for the names that no room has given yet."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import path

from config.urls import urlpatterns as site


def names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


WANTED = {
    "home": "",
    "project_list": "projects/",
    "specialist_list": "specialists/",
    "favourites": "favourites/",
    "my_projects": "my/projects/",
    "my_profile": "my/profile/",
}
known = set(names(site))
urlpatterns = [
    *(path(where, lambda request: HttpResponse(), name=name) for name, where in WANTED.items() if name not in known),
    *site,
]
