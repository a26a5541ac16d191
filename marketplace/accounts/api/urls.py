from django.urls import path
from rest_framework.routers import Route, SimpleRouter

from marketplace.accounts.api import data
from marketplace.accounts.api.views import MeViewSet


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
urlpatterns = [
    *router.urls,
    path("me/data/", data.DataView.as_view(), name="me_data"),
    path("me/data/copy/", data.CopyView.as_view(), name="me_data_copy"),
    path("me/data/copy/file/", data.CopyFileView.as_view(), name="me_data_copy_file"),
    path("me/data/erasure/", data.ErasureView.as_view(), name="me_data_erasure"),
]
