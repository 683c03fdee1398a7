"""What carriers tell about parcels: scans, the line they tell them on, what is claimed of them."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.ids import new_id
from shopkeeper.core.models import Row
from shopkeeper.core.schema import written_xid
from shopkeeper.delivery.models.parcels import Carrier, Parcel
from shopkeeper.delivery.models.services import Service


class Scan(models.Model):
    """One thing that a carrier told of a parcel, in its own code and in ours. Partitioned by month."""

    pk = models.CompositePrimaryKey("occurred_at", "id")
    occurred_at = models.DateTimeField()
    id = models.UUIDField(default=new_id)
    recorded_at = models.DateTimeField()
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="scans", db_index=False)
    status = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    place = models.CharField(max_length=80, blank=True)
    written_xid = written_xid()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["parcel", "occurred_at", "code"], name="delivery_scan_once"),
        ]


class HeldScan(Row):
    """A scan of a parcel that nobody knows yet; it is recorded when its tracking number becomes known."""

    carrier = models.ForeignKey(Carrier, models.PROTECT, related_name="+")
    tracking_number = models.CharField(max_length=80)
    status = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    place = models.CharField(max_length=80, blank=True)
    occurred_at = models.DateTimeField()
    held_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["carrier", "tracking_number", "occurred_at", "code"], name="delivery_heldscan_once"
            ),
        ]


class DepartureReport(Row):
    """How far a node that reports its departures in batches, by file, has told of them."""

    node = models.CharField(max_length=80, unique=True)
    heard_at = models.DateTimeField()
    told_until = models.DateTimeField()
    """The last departure that it told of."""


class CarrierLine(Row):
    """How a carrier tells us: in which shape, signed with which secret, by which clock."""

    carrier = models.OneToOneField(Carrier, models.PROTECT, related_name="line")
    adapter = models.CharField(max_length=20)
    secret = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=60, default="UTC")
    opened_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)


class StageTime(Row):
    """How many delivery days after a scan parcels of a service arrive: `LaneTime` from another beginning."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    status = models.CharField(max_length=20)
    arrived = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    curve = models.JSONField()
    measured_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service", "status"], name="delivery_stagetime_one"),
        ]


class Claim(Row):
    """What a carrier owes for a parcel that was lost, damaged or late, and what it paid."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=12)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    claimed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    paid = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["parcel", "kind"], name="delivery_claim_once"),
        ]
