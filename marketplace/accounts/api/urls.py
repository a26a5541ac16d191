from django.urls import path
from rest_framework.routers import Route, SimpleRouter

from marketplace.accounts.api import data, phones
from marketplace.accounts.api.views import MeViewSet, SignInViewSet


class SingletonRouter(SimpleRouter):
    """Routes for a thing there is one of per person: no list, no id in the address."""

    routes = [
        Route(
            url=r"^{prefix}{trailing_slash}$",
            mapping={"get": "retrieve", "patch": "partial_update"},
            name="{basename}",
            detail=True,
            initkwargs={},
        ),
    ]


router = SingletonRouter()
router.register("me", MeViewSet, basename="me")


class SignInRouter(SimpleRouter):
    """A list that can be emptied, and things in it that can be taken out."""

    routes = [
        Route(
            url=r"^{prefix}{trailing_slash}$",
            mapping={"get": "list", "delete": "destroy_all"},
            name="{basename}",
            detail=False,
            initkwargs={},
        ),
        Route(
            url=r"^{prefix}/{lookup}{trailing_slash}$",
            mapping={"delete": "destroy"},
            name="{basename}-one",
            detail=True,
            initkwargs={},
        ),
    ]


sign_ins = SignInRouter()
sign_ins.register("me/sessions", SignInViewSet, basename="api-sign-in")
urlpatterns = [
    *router.urls,
    *sign_ins.urls,
    path("me/phone/", phones.PhoneView.as_view(), name="me_phone"),
    path("me/phone/verification/", phones.VerificationView.as_view(), name="me_phone_verification"),
    path("me/phone/verification/code/", phones.CodeView.as_view(), name="me_phone_code"),
    path("me/deactivation/", data.DeactivationView.as_view(), name="me_deactivation"),
    path("me/data/", data.DataView.as_view(), name="me_data"),
    path("me/data/copy/", data.CopyView.as_view(), name="me_data_copy"),
    path("me/data/copy/file/", data.CopyFileView.as_view(), name="me_data_copy_file"),
    path("me/data/erasure/", data.ErasureView.as_view(), name="me_data_erasure"),
]
