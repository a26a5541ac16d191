"""What phones and browsers ask for: manifest, the worker that says “offline”, the files that tie apps to the site."""

import hashlib
import json
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

HOUR: Final = 3600
# What the page that says “offline” is drawn with: base_plain.html links these and nothing else.
SHELL: Final = (
    *(f"design/css/{name}.css" for name in ("tokens", "fonts", "reset", "base", "layout")),
    *(f"design/css/{name}.css" for name in ("components/button", "components/shell", "screens/error", "utilities")),
    "design/fonts/onest-latin-wght-normal.woff2",
    "design/fonts/onest-cyrillic-wght-normal.woff2",
    "design/img/icon.svg",
)
ICONS: Final = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-maskable-512", 512, "maskable"))


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page the worker shows when nothing can be reached. It says nothing about anybody."""
    return render(request, "screens/offline.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """/sw.js: it keeps the page above and its shell, and nothing that was ever shown to a person."""
    pages = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            pages[code] = reverse("offline")
    shell = [static(name) for name in SHELL]
    told = json.dumps({"pages": pages, "shell": shell}, sort_keys=True)
    version = hashlib.sha256((told + render_to_string("screens/offline.html")).encode()).hexdigest()[:12]
    text = render_to_string("screens/sw.js", {"told": told, "version": version})
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """/manifest.webmanifest: how the site looks on a phone's first screen."""
    icons = [
        {"src": static(f"design/img/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    told = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("Look through finished homes, find the people who made them, and ask them for a price."),
        "id": "/",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "icons": icons,
    }
    return _kept(told, "application/manifest+json")


@require_safe
def android(request: HttpRequest) -> JsonResponse:
    """/.well-known/assetlinks.json: which Android app may open our links. 404 until it is set."""
    package, prints = settings.ANDROID_PACKAGE, settings.ANDROID_FINGERPRINTS
    if not package or not prints:
        raise Http404
    target = {"namespace": "android_app", "package_name": package, "sha256_cert_fingerprints": prints}
    return _kept([{"relation": ["delegate_permission/common.handle_all_urls"], "target": target}], "application/json")


@require_safe
def apple(request: HttpRequest) -> JsonResponse:
    """/.well-known/apple-app-site-association: which iPhone apps may open our links. 404 until it is set."""
    if not settings.APPLE_APP_IDS:
        raise Http404
    places = [{"/": f"{prefix}/{kind}/*"} for prefix in ("", "/??") for kind in ("projects", "specialists", "blog")]
    links = {"details": [{"appIDs": settings.APPLE_APP_IDS, "components": places}]}
    return _kept({"applinks": links, "webcredentials": {"apps": settings.APPLE_APP_IDS}}, "application/json")


def _kept(told: Any, content_type: str) -> JsonResponse:
    response = JsonResponse(told, safe=False, content_type=content_type)
    response["Cache-Control"] = f"public, max-age={HOUR}"
    return response
