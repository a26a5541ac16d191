from rest_framework.routers import SimpleRouter

from marketplace.projects.api.mine import OwnProjectViewSet, SavedProjectViewSet, SavedSpecialistViewSet
from marketplace.projects.api.views import UploadViewSet

router = SimpleRouter()
router.register("uploads", UploadViewSet, basename="upload")
router.register("me/projects", OwnProjectViewSet, basename="own-project")
router.register("me/favorites/projects", SavedProjectViewSet, basename="saved-project")
router.register("me/favorites/specialists", SavedSpecialistViewSet, basename="saved-specialist")
urlpatterns = router.urls
