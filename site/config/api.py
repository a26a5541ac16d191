"""/api/v1/: one include per room, the OpenAPI document and a page to read it."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from config.views import api_docs


def _have(m):
    try:
        __import__(m)
        return True
    except ImportError:
        return False


urlpatterns = [
    *([path("", include("search.api.urls"))] if _have("search.api.urls") else []),
    path("", include("marketplace.accounts.api.urls")),
    *([path("", include("marketplace.specialists.api.urls"))] if _have("marketplace.specialists.api.urls") else []),
    *([path("catalog/", include("marketplace.catalog.api.urls"))] if _have("marketplace.catalog.api.urls") else []),
    *([path("", include("blog.api.urls"))] if _have("blog.api.urls") else []),
    path(
        "schema/", SpectacularJSONAPIView.as_view(permission_classes=[], authentication_classes=[]), name="api_schema"
    ),
    path("docs/", api_docs, name="api_docs"),
]
