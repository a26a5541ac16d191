"""/api/v1/: one include per room, the OpenAPI document and a page to read it."""

from django.urls import include, path

from config.views import api_docs, api_schema

urlpatterns = [
    path("", include("search.api.urls")),
    path("", include("marketplace.accounts.api.urls")),
    path("", include("marketplace.consents.api.urls")),
    path("", include("marketplace.portraits.api.urls")),
    path("", include("marketplace.projects.api.urls")),
    path("", include("marketplace.specialists.api.urls")),
    path("", include("marketplace.reports.api.urls")),
    path("", include("marketplace.verification.api.urls")),
    path("catalog/", include("marketplace.catalog.api.urls")),
    path("", include("blog.api.urls")),
    path("schema/", api_schema, name="api_schema"),
    path("docs/", api_docs, name="api_docs"),
]
