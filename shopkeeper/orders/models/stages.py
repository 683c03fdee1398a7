"""What happens to a parcel at the location that sends it, and how long each stage took."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.orders.models.book import Order, OrderLine


class PackScan(Row):
    """Pieces of a line that somebody held in their hands for a parcel: a scan each."""

    parcel = models.ForeignKey("delivery.Parcel", models.PROTECT, related_name="+")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    code = models.CharField(max_length=80)
    found_by = models.CharField(max_length=120)
    found_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="orders_packscan_something"),
        ]


class Packing(Row):
    """A parcel was closed with all of its pieces in it: by whom, when, and when that came to hold no more. Where the
    order was changed meanwhile (`void_why`), somebody has to open it, or put another label on: `opened_at`."""

    parcel = models.ForeignKey("delivery.Parcel", models.PROTECT, related_name="+", db_index=False)
    packed_by = models.CharField(max_length=120)
    packed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)
    void_why = models.CharField(max_length=16, blank=True, default="", db_default="")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=120, blank=True, default="", db_default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["parcel"], name="orders_packing_to_open",
                condition=~models.Q(void_why="") & models.Q(opened_at=None),
            ),
        ]  # fmt: skip
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["parcel"], name="orders_packing_once", condition=models.Q(undone_at=None)
            ),
        ]  # fmt: skip


class StagePassed(Row):
    """A stage that a parcel or a pick-up (`ref`) is through with at a place: since when it waited, by when it should
    have been done, when it was, and how many seconds the place was open for it meanwhile."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    ref = models.CharField(max_length=80)
    stage = models.CharField(max_length=12)
    place = models.CharField(max_length=120)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField()
    open_seconds = models.PositiveIntegerField()
    passed_by = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True)
    """When it was taken back, as a hand-over by mistake; then it counts as passed no more."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ref"], name="orders_stagepassed_ref")]
