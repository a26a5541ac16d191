from django.urls import path

from marketplace.reports import views

urlpatterns = [path("report/<slug:kind>/<str:key>/", views.report, name="report")]
