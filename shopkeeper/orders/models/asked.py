"""Rows of what is not ours to decide alone: a supplier or a carrier is asked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shopkeeper.core.models import Row
from shopkeeper.orders.models.book import Cancellation, Order, OrderLine
from shopkeeper.orders.models.placed import Change


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


class AskedRedirection(Row):
    """A supplier has to say whether it sends its pieces of an order elsewhere; until it agrees they go where they went.

    Where to is kept by the change: what it made of the address, or what it was before when that was undone
    (`is_undoing`). One that the next change made pointless is withdrawn.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    is_undoing = models.BooleanField(default=False)
    node = models.CharField(max_length=80)
    """The supplier's location."""
    what = models.CharField(max_length=200)
    """The pieces in words, as they were then."""
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    agreed = models.BooleanField(null=True)
    why = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["order", "node"], name="orders_askedredirect_once",
                condition=Q(answered_at=None, withdrawn_at=None),
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"], name="orders_askedredirect_open", condition=Q(answered_at=None, withdrawn_at=None)
            ),
        ]
