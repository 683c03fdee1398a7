"""Carriers and parcels."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import SourcedRow
from shopkeeper.delivery.contracts import ParcelState
from shopkeeper.delivery.rules.parcels import state_of


class Carrier(SourcedRow):
    """Who brings parcels."""

    name = models.CharField(max_length=120)


class Parcel(SourcedRow):
    """A parcel for a ref ("order:1042"): from which node, by whom, promised when, delivered when.

    `promised_on` is the date shown to the customer; delivered on that local day is in time.
    """

    ref = models.CharField(max_length=80)
    carrier = models.ForeignKey(Carrier, models.PROTECT, null=True, related_name="+", db_index=False)
    service = models.CharField(max_length=40, blank=True)
    ship_from = models.CharField(max_length=80, blank=True)
    tracking_number = models.CharField(max_length=80, blank=True)
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    postcode_area = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    handed_over_at = models.DateTimeField(null=True)
    leaves_on = models.DateField(null=True)
    """The day for which room was taken at its node, where it was offered before."""
    put_off_to = models.DateField(null=True)
    """The day on which it leaves instead, as its node announced last; what it was to keep stays beside it."""
    promised_on = models.DateField(null=True)
    delivered_at = models.DateTimeField(null=True)
    canceled_at = models.DateTimeField(null=True)
    scan_status = models.CharField(max_length=20, blank=True)
    scanned_at = models.DateTimeField(null=True)
    """What the carrier said last, by when it happened; both follow from the scans."""
    attempts = models.PositiveSmallIntegerField(default=0)
    returned_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)
    """Since when it is known that its carrier has said nothing for too long; empty again with the next scan."""

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ref"], name="delivery_parcel_ref"),
            models.Index(fields=["customer"], name="delivery_parcel_customer"),
            models.Index(fields=["promised_on"], name="delivery_parcel_promised"),
            models.Index(fields=["ship_from", "handed_over_at"], name="delivery_parcel_left"),
            models.Index(
                fields=["carrier", "tracking_number"],
                name="delivery_parcel_tracking",
                condition=~models.Q(tracking_number=""),
            ),
            models.Index(
                fields=["handed_over_at"],
                name="delivery_parcel_under_way",
                condition=models.Q(delivered_at=None, canceled_at=None),
            ),
        ]

    @property
    def state(self) -> ParcelState:
        """Where it is."""
        return state_of(
            handed_over_at=self.handed_over_at, delivered_at=self.delivered_at, canceled_at=self.canceled_at
        )
