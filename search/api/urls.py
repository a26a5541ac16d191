from rest_framework.routers import SimpleRouter

from search.api.views import DiscoverableProjects, DiscoverableSpecialists, SuggestionViewSet

router = SimpleRouter()
router.register("projects", DiscoverableProjects, basename="project")
router.register("specialists", DiscoverableSpecialists, basename="specialist")
router.register("suggestions", SuggestionViewSet, basename="suggestion")
urlpatterns = router.urls
