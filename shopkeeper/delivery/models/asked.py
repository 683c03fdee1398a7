"""Rows of what carriers are asked to do, and what nodes announce: stop a parcel, make a label, a later day."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.delivery.models.parcels import Carrier, Parcel


class Stop(Row):
    """A carrier was asked to stop a parcel on its way and to bring it back; what it said. Once a parcel."""

    parcel = models.OneToOneField(Parcel, models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    agreed = models.BooleanField(null=True)
    why = models.CharField(max_length=120, blank=True)


class Label(Row):
    """A label by which a parcel goes ("parcel:…") or pieces come back ("return:…"); without a number while its carrier
    makes it. One that is void stays beside the one that was made instead."""

    ref = models.CharField(max_length=80)
    carrier = models.ForeignKey(Carrier, models.PROTECT, null=True, related_name="+", db_index=False)
    tracking_number = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    canceled_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    """When its carrier had heard that nothing goes by it."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["ref"], name="delivery_label_once", condition=models.Q(canceled_at=None)
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tracking_number"], name="delivery_label_number"),
            models.Index(fields=["ref"], name="delivery_label_void", condition=~models.Q(canceled_at=None)),
        ]


class PutOff(Row):
    """A node (a supplier, by telephone) announced another day on which a parcel leaves, and why."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="+")
    before = models.DateField(null=True)
    leaves_on = models.DateField()
    why = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
