from rest_framework.routers import Route, SimpleRouter

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
urlpatterns = router.urls
