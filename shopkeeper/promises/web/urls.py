"""Addresses of the promise ledger."""

from django.urls import path

from shopkeeper.promises.web import ledger

urlpatterns = [path("promises/", ledger.show_ledger, name="ledger")]
