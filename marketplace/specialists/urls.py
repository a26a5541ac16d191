from django.urls import path

from marketplace.specialists import views

urlpatterns = [
    path("specialist/profile/", views.my_profile, name="my_profile"),
    path("specialist/profile/statistics/", views.my_profile_statistics, name="my_profile_statistics"),
    path("specialist/profile/start/", views.my_profile_start, name="my_profile_start"),
    path("specialist/profile/do/<slug:action>/", views.my_profile_action, name="my_profile_action"),
    path("specialist/profile/offerings/new/", views.my_offering_new, name="my_offering_new"),
    path("specialist/profile/offerings/<slug:public_id>/", views.my_offering, name="my_offering"),
    path("specialist/profile/offerings/<slug:public_id>/remove/", views.my_offering_remove, name="my_offering_remove"),
    path("specialist/profile/<slug:step>/", views.my_profile_step, name="my_profile_step"),
]
