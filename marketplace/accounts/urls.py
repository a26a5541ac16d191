from django.urls import path
from django.views.generic import RedirectView

from marketplace.accounts.views import account as views
from marketplace.accounts.views import data, phones, places, social
from marketplace.accounts.views.welcome import invitation

# Stand before allauth's own of the same addresses.
_to_others = [
    route
    for name in social.DOORS
    for route in (
        path(f"accounts/{name}/login/", social.leave, {"provider": name}),
        path(f"accounts/{name}/login/callback/", social.come_back, {"provider": name}),
    )
]

urlpatterns = [
    *_to_others,
    path("account/", views.account, name="account"),
    path("account/name/", views.name, name="account_name"),
    path("account/role/", views.role, name="account_role"),
    path("account/switch-off/", views.deactivate, name="account_deactivate"),
    path("account/data/", data.overview, name="account_data"),
    path("account/data/copy/", data.ask_for_copy, name="account_data_copy"),
    path("account/data/copy/file/", data.fetch_copy, name="account_data_fetch"),
    path("account/data/erase/", data.erase, name="account_data_erase"),
    path("account/data/keep/", data.keep, name="account_data_keep"),
    path("account/phone/", phones.phone, name="account_phone"),
    path("account/phone/change/", phones.change, name="account_phone_change"),
    path("account/phone/remove/", phones.remove, name="account_phone_remove"),
    path("account/phone/send/", phones.send, name="account_phone_send"),
    path("account/phone/code/", phones.code, name="account_phone_code"),
    path("accounts/sessions/", places.places),
    path("account/sessions/<str:place_id>/", places.end, name="account_end_session"),
    path("account/sign-out-everywhere/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("account/look-away/", views.look_away, name="look_away"),
    path("account/invitation/<str:key>/", invitation, name="invitation"),
    # Wagtail's sign-in for private pages would let people in without allauth's limits and second factor.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("demo/mail/", views.demo_mails, name="demo_mails"),
    path("demo/mail/<int:mail_id>/", views.demo_mail, name="demo_mail"),
]
