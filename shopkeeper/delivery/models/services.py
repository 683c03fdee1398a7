"""What carriers offer: services, where they go and for how much, until when to order, when nobody works, how many."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import Row, SourcedRow
from shopkeeper.delivery.contracts import ServiceKind
from shopkeeper.delivery.models.parcels import Carrier

WEEK = (0, 1, 2, 3, 4, 5)


def weekdays() -> list[int]:
    """Monday to Saturday."""
    return list(WEEK)


class Service(SourcedRow):
    """A service of a carrier, or collecting from a store: what customers can choose.

    `brochure_days` are the carrier's own words; they count as long as nobody has measured, and less with each parcel.
    """

    carrier = models.ForeignKey(Carrier, models.PROTECT, null=True, related_name="services")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=[(k, k) for k in ServiceKind])
    collects_on = ArrayField(models.PositiveSmallIntegerField(), default=weekdays)
    delivers_on = ArrayField(models.PositiveSmallIntegerField(), default=weekdays)
    """Weekdays, 0 is Monday, on which parcels are taken from nodes, and brought to customers."""
    brochure_days = models.PositiveSmallIntegerField(default=2)
    promise_percent = models.PositiveSmallIntegerField(default=90)
    """The day is promised by which so many of hundred parcels of its lane have arrived."""
    ready_minutes = models.PositiveIntegerField(default=120)
    """Collecting: working time of the store between the order and the shelf."""
    days_ahead = models.PositiveSmallIntegerField(default=10)
    max_grams = models.PositiveIntegerField(null=True)
    nodes = ArrayField(models.CharField(max_length=40), default=list)
    """Codes of the locations that it leaves from; all that ship where empty."""
    switched_off_at = models.DateTimeField(null=True)

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "code"], name="delivery_service_code", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(promise_percent__gte=50, promise_percent__lte=99),
                name="delivery_service_promise_percent",
            ),
        ]


class Zone(SourcedRow):
    """Where one price holds: postcode areas of a country, or all of it where none is named."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    areas = ArrayField(models.CharField(max_length=12), default=list)


class Rate(SourcedRow):
    """What a service costs into a zone up to a weight: the customer, and us. No zone: everywhere."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="rates")
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, related_name="+")
    up_to_grams = models.PositiveIntegerField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)


class CutOff(SourcedRow):
    """Until when an order leaves a node with a service `leaves_after_days` later, by the node's own clock."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="cut_offs")
    node = models.CharField(max_length=40, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True)
    at = models.TimeField()
    leaves_after_days = models.PositiveSmallIntegerField(default=0)
    picked_up_at = models.TimeField(null=True)
    """When the carrier takes them on that day; any time of the day where nobody said."""


class Closure(SourcedRow):
    """A day on which a carrier does not drive, or a node does not send; everybody where neither is named."""

    carrier = models.ForeignKey(Carrier, models.PROTECT, null=True, related_name="+")
    node = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    why = models.CharField(max_length=120, blank=True)


class Capacity(SourcedRow):
    """How many parcels a day: of a service, of a node, or of a service from a node; one day's number wins."""

    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    node = models.CharField(max_length=40, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)
    parcels = models.PositiveIntegerField()


class Load(Row):
    """How many parcels of a capacity are taken for a day."""

    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    node = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    parcels = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "service", "node"], name="delivery_load_one", nulls_distinct=False),
        ]


class BookVersion(models.Model):
    """One row whose value is another after every change of services, so that each process knows when to read again."""

    id = models.BooleanField(primary_key=True, default=True)
    version = models.UUIDField()
