from rest_framework.routers import DynamicRoute, Route, SimpleRouter

from marketplace.specialists.api.views import OfferingViewSet, ProfileViewSet, SpecialistViewSet


class OneRouter(SimpleRouter):
    """Addresses of a thing that everybody has at most one of: no id in them."""

    routes = [
        Route(
            url=r"^{prefix}{trailing_slash}$",
            mapping={"get": "retrieve", "post": "create", "patch": "partial_update"},
            name="{basename}",
            detail=True,
            initkwargs={},
        ),
        DynamicRoute(
            url=r"^{prefix}/{url_path}{trailing_slash}$", name="{basename}-{url_name}", detail=True, initkwargs={}
        ),
    ]


router = SimpleRouter()
router.register("specialists", SpecialistViewSet, basename="api-specialist")
router.register("me/offerings", OfferingViewSet, basename="api-offering")
mine = OneRouter()
mine.register("me/profile", ProfileViewSet, basename="api-profile")
urlpatterns = [*router.urls, *mine.urls]
