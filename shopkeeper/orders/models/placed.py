"""Rows of orders that were placed here, on our own stock: how they are fulfilled, from where, held, changed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shopkeeper.core.models import Row
from shopkeeper.orders.models.book import Order, OrderLine


class Placement(Row):
    """How an order that was placed here is to reach its customer. Orders of other systems have none.

    `fingerprint` is that of the request: the same key with another one is refused.
    """

    order = models.OneToOneField(Order, models.PROTECT, related_name="placement")
    fingerprint = models.CharField(max_length=64)
    method = models.CharField(max_length=12)
    carrier_key = models.CharField(max_length=80, blank=True)
    service = models.CharField(max_length=40, blank=True)
    location = models.CharField(max_length=40, blank=True)
    """The code of the location to collect at."""
    promised_on = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    attempts = models.PositiveIntegerField(default=0)


class Sourcing(Row):
    """One decision from where an order is fulfilled, with its reasons as codes and numbers that pages put in words."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    attempt = models.PositiveIntegerField()
    parts = models.JSONField()
    missing = models.JSONField()
    cause = models.CharField(max_length=24)
    decided_by = models.CharField(max_length=120)
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "attempt"], name="orders_sourcing_once"),
        ]


class Allocation(Row):
    """Pieces of a line that a location fulfills. `open` of them neither left nor were given up."""

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="allocations")
    location = models.ForeignKey("inventory.Location", models.PROTECT, related_name="+", db_index=False)
    attempt = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    shipped = models.PositiveIntegerField(default=0)
    released = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    open = models.GeneratedField(
        expression=F("quantity") - F("shipped") - F("released") - F("refused"),
        output_field=models.IntegerField(), db_persist=True,
    )  # fmt: skip
    allocated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "attempt", "location"], name="orders_allocation_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("shipped") + F("released") + F("refused")), name="orders_allocation_whole"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["location", "allocated_at"], name="orders_allocation_location"),
        ]


class Awaited(Row):
    """Pieces of a line that come to a location and are kept for it there; once there, they are an allocation.

    `due_on` is empty while nobody knows when they come.
    """

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+")
    location = models.ForeignKey("inventory.Location", models.PROTECT, related_name="+", db_index=False)
    attempt = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    arrived = models.PositiveIntegerField(default=0)
    released = models.PositiveIntegerField(default=0)
    open = models.GeneratedField(
        expression=F("quantity") - F("arrived") - F("released"), output_field=models.IntegerField(), db_persist=True
    )
    first_due_on = models.DateField()
    due_on = models.DateField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "attempt", "location"], name="orders_awaited_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("arrived") + F("released")), name="orders_awaited_whole"
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["since"], name="orders_awaited_open", condition=Q(open__gt=0)),
        ]


class Unfilled(Row):
    """Pieces of a line that no location can fulfill: somebody has to decide. At most one open row a line."""

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line"], name="orders_unfilled_open", condition=Q(settled_at=None)),
        ]


class Hold(Row):
    """Why an order may not leave for now, who looks after it, and who let it go. One open hold of a reason."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=16)
    owner = models.CharField(max_length=120)
    why = models.CharField(max_length=200, blank=True)
    held_by = models.CharField(max_length=120)
    held_at = models.DateTimeField()
    released_by = models.CharField(max_length=120, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["order"], name="orders_hold_order")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["order", "reason"], name="orders_hold_open", condition=Q(released_at=None)
            ),
        ]  # fmt: skip


class Change(Row):
    """What was changed about an order after it was placed, before and after, by whom and why; undone when."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=120)
    occurred_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)
