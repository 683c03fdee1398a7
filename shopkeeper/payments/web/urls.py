"""Addresses of the payments."""

from django.urls import path

from shopkeeper.payments.web import notices

urlpatterns = [path("api/public/payment-notices/<slug:gateway>", notices.receive_notice, name="notices")]
