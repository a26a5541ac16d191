"""docs/navigation.md: every address and who may open it, from the URLconf and what stands on the views."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import EndpointEnumerator
from rest_framework.permissions import SAFE_METHODS
from wagtail import views as wagtail_views
from wagtail.models import get_page_models

from config.docs import HEAD
from config.docs.floors import floor_of
from marketplace.accounts import staff

STAFF_ONLY = "admin/"
# Other people's doors behind one address of ours: their inner addresses are their own matter.
COLLAPSED = {
    "admin/": "Wagtail's admin",
    "_allauth/": "Signing in for apps (headless allauth)",
    "_util/": "Wagtail's password for single pages",
}
SPECIALISTS = "specialist/"
ADMITTED = {
    "anybody": "yes | yes | yes | yes",
    "person": "sign in | yes | yes | yes",
    "specialist": "sign in | profile first | yes | profile first",
    "staff": "sign in | no | no | second factor",
}

View = Callable[..., Any]


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_pages(), *_editors_pages(), *_api(), *_staff()])


def _pages() -> list[str]:
    rows = sorted({_row(address, view) for address, view in addresses() if not address.startswith("api/v1/")})
    return [
        "# Navigation\n\nWho may open which address. The rules of each app guard a person's own things once more.\n",
        "## Pages\n\nRussian and Kazakh pages have the same addresses under `/ru/` and `/kk/`.\n",
        "| Address | Page | Visitor | Client | Specialist | Staff |",
        "| --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
    ]


def addresses() -> Iterator[tuple[str, View]]:
    """Every address of the URLconf with its view; the first of two equal ones answers, so only it is named."""
    seen: set[str] = set()
    for address, view in _walk(get_resolver().url_patterns, ""):
        if address not in seen:
            seen.add(address)
            yield address, view


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, View]]:
    for pattern in patterns:
        address = before + _readable(pattern)
        door = next((name for name in COLLAPSED if address.startswith(name)), None)
        if door:
            yield door, _walk
        elif isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def _readable(pattern: URLPattern | URLResolver) -> str:
    """The pattern as a person writes it: `projects/<slug>-<public_id>/`."""
    text = re.sub(r"<\w+:(\w+)>", r"<\1>", str(pattern.pattern))
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)
    text = text.replace(r"((?:[\w\-]+/)*)", "<path>/")
    return re.sub(r"[\\^$]|\\Z", "", text).replace("|", r"\|")


def _row(address: str, view: View) -> str:
    name = COLLAPSED.get(address) or ("Pages that editors make" if view is wagtail_views.serve else _name(view))
    return f"| `/{address}` | {name} | {ADMITTED[_admits(address, view)]} |"


def _name(view: View) -> str:
    named = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    name = re.sub(
        r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", getattr(named, "__name__", type(named).__name__)
    ).replace("_", " ")
    return name.removesuffix(" View").strip().lower().capitalize()


def _admits(address: str, view: View) -> str:
    if address.startswith(STAFF_ONLY) and address in COLLAPSED:
        return "staff"
    if not asks_for_sign_in(view):
        return "anybody"
    return "specialist" if address.startswith(SPECIALISTS) else "person"


def asks_for_sign_in(view: View) -> bool:
    """Whether login_required or its like stands on the view, its class or the class's dispatch."""
    named = getattr(view, "view_class", None)
    if named is None:
        return hasattr(view, "login_url")
    return issubclass(named, LoginRequiredMixin) or hasattr(named.dispatch, "login_url") or hasattr(view, "login_url")


def _editors_pages() -> list[str]:
    ours = [model for model in get_page_models() if floor_of(model._meta.app_config.name) is not None]
    rows = [f"| {model._meta.verbose_name} | {_names(model.parent_page_types)} |" for model in ours]
    if not rows:
        return []
    head = ["## Pages that editors make\n", "| Kind | Under |", "| --- | --- |"]
    return [*head, *sorted(rows), ""]


def _names(types: list[Any] | None) -> str:
    return ", ".join(str(kind) for kind in types) if types is not None else "any page"


def _api() -> list[str]:
    """The operations of the API with the permission that stands on each."""
    rows = [
        f"| `{method} {path}` | {_api_admits(method, view)} |"
        for path, _regex, method, view in EndpointEnumerator().get_api_endpoints()  # type: ignore[no-untyped-call]
        if path.startswith("/api/v1/")
    ]
    if not rows:
        return []
    return ["## API\n", "| Operation | Visitor | Signed in |", "| --- | --- | --- |", *sorted(set(rows)), ""]


def _api_admits(method: str, view: Any) -> str:
    kinds = view.initkwargs.get("permission_classes", view.cls.permission_classes)
    names = {getattr(kind, "__name__", str(kind)) for kind in kinds}
    if "IsAuthenticated" in names or ("IsAuthenticatedOrReadOnly" in names and method not in SAFE_METHODS):
        return "401 | yes"
    return "yes | yes"


def _staff() -> list[str]:
    """What each staff group may do: the patterns that sync_groups turns into permissions."""
    rows = [
        f"| {role} | {', '.join(f'`{pattern}`' for pattern in patterns) or 'nothing yet'} |"
        for role, patterns in staff.PERMISSIONS.items()
    ]
    intro = "## Staff\n\nGroups of the admin; `manage.py sync_groups` brings them in line with this table.\n"
    return [intro, "| Group | Permissions |", "| --- | --- |", *rows, ""]
