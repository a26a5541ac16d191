from django.urls import path

from search import views

urlpatterns = [
    path("projects/", views.project_list, name="project_list"),
    path("specialists/", views.specialist_list, name="specialist_list"),
]
