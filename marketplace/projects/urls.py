from django.urls import path

from marketplace.projects import views

urlpatterns = [
    path("specialist/projects/", views.my_projects, name="my_projects"),
    path("specialist/projects/new/", views.my_project_new, name="my_project_new"),
    path("specialist/projects/<slug:public_id>/", views.my_project, name="my_project"),
    path("specialist/projects/<slug:public_id>/statistics/", views.my_project_statistics, name="my_project_statistics"),
    path("specialist/projects/<slug:public_id>/<slug:action>/", views.my_project_action, name="my_project_action"),
]
