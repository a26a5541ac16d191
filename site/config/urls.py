"""Every address of the site: health, API, admin, the marketplace's pages, then Wagtail's own pages last."""

from allauth.account import views as account_views
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.documents.views import serve as documents

from config import views

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("language/", views.choose_language, name="set_language"),
    path("", include("marketplace.media.urls")),
    path("", include("design.urls")),
    path("", include("screens.unprefixed")),
    # Wagtail's own doors would let people in without allauth's limits and second factor.
    *(re_path(rf"^admin/{door}(?:/|$)", to_sign_in) for door in ("login", "password_reset")),
    path("admin/logout/", account_views.logout),
    # Doors that break on purpose, and doors into rooms that are not there: nothing is made inside a chooser.
    *(
        re_path(rf"^admin/{door}/$", views.not_found)
        for door in ("failwhale", "test404", "snippets/choose/[^/]+/[^/]+/create", "project_chooser/create")
    ),
    path("admin/", include(wagtailadmin_urls)),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        views.with_own_way_back(documents.authenticate_with_password),
    ),
    path("documents/", include(wagtaildocs_urls)),
    # Telephone numbers have doors of their own in the API (me/phone/), and allauth's for them would break.
    *(
        path(f"_allauth/{kind}/v1/{door}", views.not_found)
        for kind in ("app", "browser")
        for door in ("account/phone", "auth/phone/verify", "auth/phone/verify/resend")
    ),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/v1/", include("config.api")),
]

urlpatterns += i18n_patterns(
    # Doors for scripts of Google's and Facebook's, which no page of ours loads.
    *(path(f"accounts/{name}/login/token/", views.not_found) for name in ("google", "facebook")),
    path("", include("marketplace.accounts.urls")),
    path("", include("marketplace.consents.urls")),
    path("", include("marketplace.portraits.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("marketplace.specialists.urls")),
    path("", include("marketplace.verification.urls")),
    path("", include("marketplace.projects.urls")),
    path("", include("marketplace.reports.urls")),
    path("", include("search.urls")),
    path("", include("screens.urls")),
    path("", include("blog.urls")),
    path("", wagtail_views.serve, {"path": ""}, name="home"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        views.with_own_way_back(wagtail_views.authenticate_with_password),
    ),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
