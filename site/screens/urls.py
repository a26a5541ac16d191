from django.urls import path

from screens import favourites, programs, project, specialist

urlpatterns = [
    path("offline/", programs.offline, name="offline"),
    path("projects/<str:address>/", project.project_page, name="project"),
    path("specialists/<str:address>/", specialist.specialist_page, name="specialist"),
    path("favourites/", favourites.favourites, name="favourites"),
    path("favourites/projects/<slug:public_id>/", favourites.project_favourite, name="project_favourite"),
    path("favourites/specialists/<slug:public_id>/", favourites.specialist_favourite, name="specialist_favourite"),
]
