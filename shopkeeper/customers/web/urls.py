"""Addresses of the customer record."""

from django.urls import path

from shopkeeper.customers.web import customers, identity, privacy

urlpatterns = [
    path("customers/", customers.list_customers, name="customers"),
    path("customers/<str:key>/", customers.show_customer, name="customer"),
    path("customers/<str:key>/identity/", identity.show_identity, name="identity"),
    path("customers/<str:key>/parting/", identity.part, name="parting"),
    path("customers/<str:key>/merge/", identity.merge, name="merge"),
    path("customers/<str:key>/unmerge/", identity.unmerge, name="unmerge"),
    path("customers/<str:key>/consents/", privacy.record_consent, name="consents"),
    path("customers/<str:key>/export.json", privacy.export, name="export"),
    path("customers/<str:key>/erasure/", privacy.erase, name="erasure"),
]
