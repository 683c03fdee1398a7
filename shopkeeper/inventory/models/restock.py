"""Customers who wait for a product to come back."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.inventory.models.places import Location


class RestockRequest(Row):
    """A customer asked to be told when a product is back: anywhere it can be sent from, or at one location.

    Staff who note it know the customer. Who asks from outside has to confirm it from the address that they gave.
    """

    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+", db_index=False)
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    contact_point = models.CharField(max_length=254, blank=True)
    """The address that somebody gave from outside; empty where staff noted the customer."""
    confirmed_at = models.DateTimeField(null=True)
    """From when on it counts."""
    told_at = models.DateTimeField(null=True)
    """When they were told that it is back; they are told once."""
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["product", "location", "customer"], condition=models.Q(ended_at=None), nulls_distinct=False,
                name="inventory_restockrequest_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["product", "told_at"], name="inventory_restockrequest_told"),
            models.Index(
                fields=["contact_point"], name="inventory_restockrequest_point", condition=~models.Q(contact_point="")
            ),
        ]
