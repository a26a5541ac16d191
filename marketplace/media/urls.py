from django.urls import path

from marketplace.media import views

app_name = "media"
urlpatterns = [
    path("media/<path:path>", views.picture, name="picture"),
    path("media-files/<slug:public_id>/<str:name>", views.document, name="document"),
]
