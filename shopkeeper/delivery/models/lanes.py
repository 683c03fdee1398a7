"""How long parcels take, measured."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.delivery.models.services import Service


class LaneTime(Row):
    """How many delivery days after the hand-over parcels of a lane arrive: `curve[d]` is the share by day d.

    A lane is a service from a node into a postcode area; empty columns mean "all of them", so that parents are rows
    too. `arrived` parcels have come, `waiting` ones were still under way when it was measured.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    node = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=80, blank=True)
    allowed = models.PositiveSmallIntegerField(null=True)
    """Only parcels that were promised for so many delivery days; all where empty. Carriers take the time they have."""
    arrived = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    curve = ArrayField(models.FloatField())
    measured_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["area", "service", "node", "region", "allowed"],
                name="delivery_lanetime_one",
                nulls_distinct=False,
            ),
        ]
