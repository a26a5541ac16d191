from django.urls import path

from marketplace.portraits.api.views import PortraitViewSet

portrait = PortraitViewSet.as_view({"put": "update", "delete": "destroy"})
urlpatterns = [path("me/picture/", portrait, name="api-portrait")]
