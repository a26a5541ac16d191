from django.urls import path

from marketplace.accounts import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/name/", views.name, name="account_name"),
    path("account/sign-out-everywhere/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("demo/mail/", views.demo_mails, name="demo_mails"),
    path("demo/mail/<int:mail_id>/", views.demo_mail, name="demo_mail"),
]
