from django.urls import path

from marketplace.verification import views

urlpatterns = [
    path("specialist/verification/", views.verification, name="verification"),
    path("specialist/verification/<slug:kind>/", views.verification_kind, name="verification_kind"),
    path("specialist/verification/<slug:kind>/withdraw/", views.verification_withdraw, name="verification_withdraw"),
]
