from rest_framework.routers import SimpleRouter

from marketplace.consents.api.views import ConsentViewSet

router = SimpleRouter()
router.register("me/consents", ConsentViewSet, basename="api-consent")
urlpatterns = router.urls
