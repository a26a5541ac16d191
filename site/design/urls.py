from django.urls import path

from design import views

urlpatterns = [path("demo/design/", views.styleguide, name="styleguide")]
