from django.urls import path

from blog import views

urlpatterns = [path("blog/feed/", views.ArticleFeed(), name="article_feed")]
