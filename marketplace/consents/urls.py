from django.urls import path

from marketplace.consents import views

urlpatterns = [path("account/terms/", views.consents, name="consents")]
