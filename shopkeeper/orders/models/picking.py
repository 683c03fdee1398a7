"""What people find, and do not find, when they go for the pieces of an order."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.orders.models.book import OrderLine, Pickup


class ShortPick(Row):
    """Pieces that a location was to give and had not got, or could not give: who said so, when."""

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+")
    location = models.ForeignKey("inventory.Location", models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    found_again = models.PositiveIntegerField(default=0, db_default=0)
    """Those that turned up after all, and are kept for the same line again."""
    reason = models.CharField(max_length=40)
    reported_by = models.CharField(max_length=120)
    reported_at = models.DateTimeField()


class PickScan(Row):
    """Pieces of an order to be collected that somebody held in their hands: a scan each. The notice that it is ready
    waits for all of them."""

    pickup = models.ForeignKey(Pickup, models.PROTECT, related_name="scans")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    code = models.CharField(max_length=80)
    found_by = models.CharField(max_length=120)
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="orders_pickscan_something"),
        ]
