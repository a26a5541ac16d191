from hashlib import sha256
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.http import http_date
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from blog import reading, selectors
from blog.api.serializers import ArticleDetail, ArticleList, ListIn
from blog.models import ArticlePage
from marketplace.core.api import pages
from marketplace.core.api.preconditions import tag, unchanged
from marketplace.core.api.renderers import JSONRenderer

PARAMETERS = [
    OpenApiParameter("search", {"type": "string", "maxLength": 120}, description="Words that all must occur."),
    OpenApiParameter("tag", {"type": "string", "maxLength": 100}, description="The slug of a tag."),
    pages.CURSOR,
    pages.LIMIT,
]


class ArticleViewSet(GenericViewSet[ArticlePage]):
    """The journal."""

    permission_classes = (AllowAny,)
    serializer_class = ArticleDetail
    queryset = ArticlePage.objects.none()
    pagination_class = None
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]{1,255}"

    @extend_schema(parameters=PARAMETERS, responses={200: ArticleList})
    def list(self, request: Request) -> Response:
        """Articles, newest first, 24 a page."""
        asked = pages.asked(request, ListIn)
        found = selectors.window(asked["cursor"], asked["limit"], tag=asked["tag"], words=asked["search"].strip())
        return Response(
            {
                "results": [_public(card) for card in found.cards],
                "next": pages.address(request, found.next),
                "previous": pages.address(request, found.previous),
            }
        )

    @extend_schema(
        parameters=[OpenApiParameter("slug", {"type": "string", "pattern": r"^[^/\s]{1,255}$"}, OpenApiParameter.PATH)],
        responses={200: ArticleDetail, 304: OpenApiResponse(description="Unchanged since If-None-Match.")},
    )
    def retrieve(self, request: Request, slug: str) -> Response:
        """One article."""
        page = selectors.by_slug(slug)
        if page is None:
            raise Http404
        body = _detail(page, request)
        # Projects, pictures and related articles change without a new revision, so the tag is of all that is said.
        etag = tag(page.live_revision_id or 0, sha256(JSONRenderer().render(body)).hexdigest()[:16])
        changed = page.last_published_at
        headers = {"ETag": etag, **({"Last-Modified": http_date(changed.timestamp())} if changed else {})}
        return unchanged(request, etag) or Response(body, headers=headers)


def _public(card: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in card.items() if name not in ("id", "changed_at")}


def _detail(page: ArticlePage, request: Request) -> dict[str, Any]:
    shown = reading.article(page, request.user)
    author = page.author
    return {
        "slug": page.slug,
        "url": selectors.address(page.url_path),
        "title": page.title,
        "intro": page.intro,
        "date": page.date,
        "language": page.language,
        "reading_minutes": page.minutes,
        "author": {"name": author.name, "bio": author.bio, "picture": shown["portrait"]} if author else None,
        "picture": shown["cover"],
        "tags": shown["tags"],
        "html": render_to_string("blog/text.html", {"parts": shown["parts"]}).strip(),
        "parts": [_part(part) for part in shown["parts"]],
        "related": [_public(card) for card in shown["related"]],
    }


def _part(part: dict[str, Any]) -> dict[str, Any]:
    if part["type"] != "projects":
        return part
    projects = [{name: card[name] for name in ("public_id", "url", "title")} for card in part["cards"]]
    return {"type": "projects", "title": part["title"], "projects": projects}
