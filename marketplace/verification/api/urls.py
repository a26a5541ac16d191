from rest_framework.routers import SimpleRouter

from marketplace.verification.api.views import VerificationViewSet

router = SimpleRouter()
router.register("me/verifications", VerificationViewSet, basename="api-verification")
urlpatterns = router.urls
