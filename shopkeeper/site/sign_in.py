"""Sign-in, second factors and passkeys, by allauth under our own addresses."""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("", views.login, name="account_login"),
    path("out/", views.logout, name="account_logout"),
    path("password/", views.password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("reset/", views.password_reset, name="account_reset_password"),
    path("reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("reset/<uidb36>-<key>/", views.password_reset_from_key, name="account_reset_password_from_key"),
    path("reset/changed/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("factors/", include("allauth.mfa.urls")),
]
