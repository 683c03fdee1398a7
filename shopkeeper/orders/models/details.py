"""What another system said of an order beyond our columns, and whether it came in as a live one."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import SourcedRow
from shopkeeper.orders.models.book import Order


class OrderDetails(SourcedRow):
    """The leaves of a foreign order's body that have no column here, as they came; `shape` says whose body it was."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    shape = models.CharField(max_length=24)
    details = models.JSONField(default=dict)
    welcomed_at = models.DateTimeField(null=True)
    """When it was announced as a live order; history never is."""
    settled_at = models.DateTimeField(null=True)
    """When all of it had arrived, or was canceled."""

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["source"],
                name="orders_details_live",
                condition=models.Q(settled_at=None) & ~models.Q(welcomed_at=None),
            ),
        ]
