from rest_framework.routers import SimpleRouter

from marketplace.catalog.api.views import (
    CategoryViewSet,
    CityViewSet,
    RoomTypeViewSet,
    ServiceViewSet,
    StyleViewSet,
)

router = SimpleRouter()
router.register("categories", CategoryViewSet, basename="api-category")
router.register("services", ServiceViewSet, basename="api-service")
router.register("styles", StyleViewSet, basename="api-style")
router.register("rooms", RoomTypeViewSet, basename="api-room")
router.register("cities", CityViewSet, basename="api-city")
urlpatterns = router.urls
