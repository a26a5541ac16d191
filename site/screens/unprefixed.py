"""Addresses for programs: they are the same in every language, so they have no prefix."""

from django.urls import path

from screens import sitemaps

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemaps/lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemaps/<slug:kind>-<int:number>.xml", sitemaps.section, name="sitemap"),
]
