"""What another system said of an order beyond our columns."""

from django.db import models

from shopkeeper.core.models import SourcedRow
from shopkeeper.orders.models.book import Order


class OrderDetails(SourcedRow):
    """The leaves of a foreign order's body that have no column here, as they came; `shape` says whose body it was."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    shape = models.CharField(max_length=24)
    details = models.JSONField(default=dict)
