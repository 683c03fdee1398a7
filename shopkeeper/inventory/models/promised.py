"""What is promised out of stock, and what is on its way."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shopkeeper.core.models import Row, SourcedRow
from shopkeeper.inventory.contracts import InboundKind, ReservationKind
from shopkeeper.inventory.models.places import Location

SOME_DAY = date(2999, 12, 31)
"""The day of a queue: after all others, so that whatever comes serves those who wait, and nothing counts on it."""


TO_LEAVE = Q(leave_by__isnull=False, left_at=None, closed_at=None)
"""An ordered transfer that has not left: nobody but those for whom it was ordered is promised its pieces."""

CAME_SHORT = Q(
    kind=InboundKind.TRANSFER, left_at__isnull=False, closed_at__isnull=False, received__lt=F("quantity")
)  # fmt: skip
"""A transfer of which some left and did not arrive."""


class Inbound(SourcedRow):
    """Pieces due at a location on a day: of a purchase order, a transfer, a return. `ref` is the asker's text.

    A queue is a row of no pieces, due some day: what is promised out of it is owed until something comes.
    """

    kind = models.CharField(max_length=16, choices=[(k, k) for k in InboundKind])
    ref = models.CharField(max_length=80, blank=True)
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    origin = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+")
    """Where a transfer comes from."""
    supplier = models.ForeignKey("catalog.Supplier", models.PROTECT, null=True, related_name="+", db_index=False)
    ordered_on = models.DateField(null=True)
    """From whom it was ordered, and when; empty where nobody said: then the product's usual supplier is meant."""
    due_on = models.DateField()
    quantity = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    leave_by = models.DateField(null=True)
    """The day by which an ordered transfer has to leave; its pieces are kept at the origin until they do."""
    left_at = models.DateTimeField(null=True)
    """When a transfer left its origin."""
    closed_at = models.DateTimeField(null=True)
    """Nothing more comes: all was received, or the rest was canceled."""

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["product", "location", "due_on"],
                name="inventory_inbound_open",
                condition=Q(closed_at=None) | Q(reserved__gt=0),
            ),
            models.Index(fields=["ref"], name="inventory_inbound_ref"),
            models.Index(fields=["origin", "leave_by"], name="inventory_inbound_to_leave", condition=TO_LEAVE),
            models.Index(
                fields=["location", "origin", "closed_at"],
                name="inventory_inbound_roads",
                condition=Q(kind=InboundKind.TRANSFER, left_at__isnull=False),
            ),
            models.Index(fields=["closed_at"], name="inventory_inbound_short", condition=CAME_SHORT),
            models.Index(fields=["supplier"], name="inventory_inbound_supplier", condition=Q(supplier__isnull=False)),
        ]

    @property
    def is_to_leave(self) -> bool:
        """Whether it is a transfer that was ordered and has not left."""
        return self.leave_by is not None and self.left_at is None and self.closed_at is None

    @property
    def net(self) -> int:
        """Pieces that come and nobody was promised; below zero when more was promised than comes."""
        return (self.quantity - self.received if self.closed_at is None else 0) - self.reserved


class Reservation(Row):
    """Pieces kept for a ref, at a location, on hand or (with `inbound`) out of a delivery. `open` of them still are.

    A demand that waits for several deliveries has a row for each.
    """

    ref = models.CharField(max_length=80)
    attempt = models.PositiveIntegerField(default=1)
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    inbound = models.ForeignKey(Inbound, models.PROTECT, null=True, related_name="+", db_index=False)
    part_of = models.ForeignKey("catalog.Product", models.PROTECT, null=True, related_name="+", db_index=False)
    """The bundle for which it is kept, so that a part that the same ref wants by itself too is kept twice."""
    kind = models.CharField(max_length=4, choices=[(k, k) for k in ReservationKind])
    channel = models.CharField(max_length=24, blank=True)
    quantity = models.PositiveIntegerField()
    consumed = models.PositiveIntegerField(default=0)
    released = models.PositiveIntegerField(default=0)
    open = models.GeneratedField(
        expression=F("quantity") - F("consumed") - F("released"), output_field=models.IntegerField(), db_persist=True
    )
    expires_at = models.DateTimeField(null=True)
    reserved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["ref", "attempt", "product", "location", "inbound", "part_of"],
                name="inventory_reservation_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("consumed") + F("released")), name="inventory_reservation_whole"
            ),
            models.CheckConstraint(
                condition=Q(kind="hard") | Q(expires_at__isnull=False), name="inventory_reservation_soft_ends"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["product", "location"], name="inventory_reservation_open", condition=Q(ended_at=None)),
            models.Index(
                fields=["expires_at"], name="inventory_reservation_due", condition=Q(ended_at=None, kind="soft")
            ),
            models.Index(fields=["inbound"], name="inventory_reservation_coming", condition=Q(inbound__isnull=False)),
        ]
