"""The ledger of stock and what it adds up to."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from shopkeeper.core.ids import new_id
from shopkeeper.core.models import Row
from shopkeeper.core.schema import written_xid
from shopkeeper.inventory.models.places import Location
from shopkeeper.inventory.rules.availability import Counters, usable


class Movement(models.Model):
    """One change, uneditable, by month: what it added to each counter of its position. The sum of all is the position.

    Product and location are not checked row by row: nothing is written without its position, which is checked.
    """

    pk = models.CompositePrimaryKey("occurred_at", "id")
    occurred_at = models.DateTimeField()
    id = models.UUIDField(default=new_id)
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    product = models.ForeignKey(
        "catalog.Product", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    quantity = models.IntegerField()
    """As it was told; the columns below say what it changed."""
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    damaged = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    display = models.IntegerField(default=0)
    reason = models.CharField(max_length=80, blank=True)
    ref = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200, blank=True)
    sequence = models.BigIntegerField(default=0)
    by = models.CharField(max_length=120)
    written_xid = written_xid()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["product", "location", "occurred_at"], name="inventory_movement_fold"),
        ]


class Position(models.Model):
    """A SKU at a location: the sum of its movements, so that nobody adds up. Changed by `sql/stock.sql` alone.

    `short` are pieces promised that facts have taken away since (a sale at the till, a count): only such facts raise
    it, so the constraint refuses every reservation beyond what is usable.
    """

    pk = models.CompositePrimaryKey("product_id", "location_id")
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    damaged = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    display = models.IntegerField(default=0)
    short = models.IntegerField(default=0)
    incoming = models.IntegerField(default=0)
    """Pieces on their way that are not promised yet."""
    owed = models.IntegerField(default=0)
    """Pieces promised out of what comes, beyond what comes in time: today's stock has to serve them."""
    safety = models.IntegerField(default=0)
    safety_percent = models.SmallIntegerField(default=0)
    buffer = models.IntegerField(default=0)
    buffer_percent = models.SmallIntegerField(default=0)
    accuracy = models.FloatField(default=0.8)
    """How often the record was right of late: 1 is always."""
    last_sold_at = models.DateTimeField(null=True)
    last_counted_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True)
    """When pieces were added last: until then somebody saw some."""
    sells_every = models.FloatField(null=True)
    """Days that usually lie between two days with a sale; none without a rhythm."""
    loss_share = models.FloatField(default=0.0, db_default=0.0)
    """The share of pieces of its class that goes missing."""
    fed_at = models.DateTimeField(null=True)
    negative_reason = models.CharField(max_length=80, blank=True)
    written_xid = written_xid()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(reserved__gte=0), name="inventory_position_reserved"),
            models.CheckConstraint(condition=Q(short__gte=0, owed__gte=0), name="inventory_position_short"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0) | ~Q(negative_reason=""), name="inventory_position_negative"
            ),
            models.CheckConstraint(
                condition=Q(
                    reserved__lte=F("short")
                    + Greatest(
                        F("on_hand") - Greatest(F("damaged"), 0) - Greatest(F("held"), 0) - Greatest(F("display"), 0), 0
                    )
                ),
                name="inventory_position_not_oversold",
            ),
        ]

    @property
    def usable(self) -> int:
        """Pieces that are there and may be sold."""
        return usable(Counters(self.on_hand, 0, self.damaged, self.held, self.display))

    @property
    def unpromised(self) -> int:
        """Usable pieces that nobody was promised: what staff may send elsewhere."""
        return self.usable - self.reserved


class SeenMovement(models.Model):
    """That a movement of a source was recorded, for ever and over all months: what comes twice counts once."""

    digest = models.UUIDField(primary_key=True)
    """The first 128 bits of the hash of source, key and sequence."""


class HeldMovements(models.QuerySet["HeldMovement"]):
    """Which movements wait."""

    def waiting(self) -> Self:
        """Those that were neither recorded nor left out by somebody's decision."""
        return self.filter(recorded_at=None, dismissed_at=None)


class HeldMovement(Row):
    """A movement that cannot be recorded yet, as it came, and why: kept, shown, recorded once it can be."""

    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    sku = models.CharField(max_length=200)
    location_code = models.CharField(max_length=200)
    quantity = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    reason = models.CharField(max_length=80, blank=True)
    ref = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=24)
    held_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.CharField(max_length=120, blank=True, default="", db_default="")
    why_dismissed = models.CharField(max_length=200, blank=True, default="", db_default="")

    objects = HeldMovements.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "source_key", "sequence"], name="inventory_heldmovement_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["held_at"], name="inventory_heldmovement_open", condition=Q(recorded_at=None)),
        ]
