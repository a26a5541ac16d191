"""Every address of the site: health, API, admin, the marketplace's pages, then Wagtail's own pages last."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from config import views

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    # Wagtail's own doors would let people in without allauth's limits and second factor.
    re_path(r"^admin/(?:login|password_reset)(?:/|$)", to_sign_in),
    path("admin/", include(wagtailadmin_urls)),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/v1/", include("marketplace.accounts.api.urls")),
]

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("", include("marketplace.accounts.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
