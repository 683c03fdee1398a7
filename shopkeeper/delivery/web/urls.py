"""Addresses of the delivery."""

from django.urls import path

from shopkeeper.delivery.web import hooks, tracking

urlpatterns = [
    path("hooks/carriers/<str:carrier>/", hooks.hear_carrier, name="hook"),
    path("track/<str:token>/", tracking.show_tracking, name="track"),
]
