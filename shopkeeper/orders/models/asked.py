"""Rows of pieces that are not ours to cancel alone: a supplier or a carrier is asked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shopkeeper.core.models import Row
from shopkeeper.orders.models.book import Cancellation, OrderLine


class AskedCancellation(Row):
    """Pieces that somebody else has to let go: asked of whom, until when, what they said, and what came of it."""

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    reason = models.ForeignKey("interactions.Topic", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_of = models.CharField(max_length=8)
    node = models.CharField(max_length=80)
    """The supplier's location, or the parcel."""
    stop_id = models.UUIDField(null=True)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    agreed = models.BooleanField(null=True)
    why = models.CharField(max_length=200, blank=True)
    cancellation = models.ForeignKey(Cancellation, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="orders_askedcancel_open", condition=Q(answered_at=None)),
            models.Index(fields=["stop_id"], name="orders_askedcancel_stop", condition=~Q(stop_id=None)),
        ]
