"""Addresses for programs: they are the same in every language, so they have no prefix."""

from django.urls import path

from screens import programs, sitemaps

urlpatterns = [
    path("sw.js", programs.worker, name="worker"),
    path("manifest.webmanifest", programs.manifest, name="manifest"),
    path(".well-known/assetlinks.json", programs.android, name="assetlinks"),
    path(".well-known/apple-app-site-association", programs.apple, name="app_site_association"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemaps/lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemaps/<slug:kind>-<int:number>.xml", sitemaps.section, name="sitemap"),
]
