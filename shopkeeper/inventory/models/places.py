"""Where stock is, and how much of it is kept back."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row, SourcedRow
from shopkeeper.inventory.contracts import LocationKind


class Location(SourcedRow):
    """A place that holds stock, belonging to an outlet or a supplier. While it is off, nothing is promised from it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=[(k, k) for k in LocationKind])
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    supplier = models.ForeignKey("catalog.Supplier", models.PROTECT, null=True, related_name="+")
    postcode = models.CharField(max_length=12, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    may_ship = models.BooleanField(default=True)
    may_pick_up = models.BooleanField(default=True)
    may_receive_returns = models.BooleanField(default=True)
    daily_capacity = models.PositiveIntegerField(null=True)
    """Orders a day that it can handle; none for as many as come."""
    trusted_minutes = models.PositiveIntegerField(null=True)
    """How long its feed may be silent while it is open; none where stock is kept here."""
    stale_after_minutes = models.PositiveIntegerField(null=True)
    """The same by the clock, with the hours in which it was closed: after that its stock is not promised any more."""
    fed_at = models.DateTimeField(null=True)
    switched_off_at = models.DateTimeField(null=True)
    switched_off_by = models.CharField(max_length=120, blank=True)
    switched_off_why = models.CharField(max_length=120, blank=True)


class BufferRule(Row):
    """Pieces kept back: `safety` for the shop itself, `buffer` against a record that may be wrong.

    Empty channel, location, kind of locations and category mean: all of them. The most specific rule of a kind holds:
    a location says more than a kind of locations, and that more than a category.
    """

    kind = models.CharField(max_length=8)
    channel = models.CharField(max_length=24, blank=True)
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+")
    place_kind = models.CharField(max_length=16, blank=True, default="")
    """Of all stores, warehouses or suppliers, where no location is named."""
    category = models.ForeignKey("catalog.Category", models.PROTECT, null=True, related_name="+")
    pieces = models.PositiveIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    """Percent of what is usable, rounded up, beside `pieces`."""
    why = models.CharField(max_length=200, blank=True)
    learned = models.BooleanField(default=False)
    """Whether searches taught it. What people set by hand is not touched by lessons."""
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "channel", "location", "place_kind", "category"], name="inventory_bufferrule_one",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(location=None) | models.Q(place_kind=""), name="inventory_bufferrule_where"
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="inventory_bufferrule_percent"),
        ]  # fmt: skip


class Unbuffered(models.Model):
    """Note that some position of a product is new, or its category, so that the rules have yet to be worked in; written
    by triggers, taken by whoever does it."""

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_constraint=False)
