from django.urls import path

from marketplace.portraits import views

urlpatterns = [
    path("account/picture/", views.portrait, name="portrait"),
    path("account/picture/remove/", views.portrait_remove, name="portrait_remove"),
]
