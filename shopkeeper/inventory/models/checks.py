"""What the checker of the record found."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shopkeeper.core.models import Row
from shopkeeper.inventory.models.places import Location


class Inspection(Row):
    """One walk over all positions, in slices: is each the sum of its movements, and reserved what reservations hold?"""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    reached = models.UUIDField(null=True)
    """The last product that was looked at."""
    positions = models.PositiveBigIntegerField(default=0)
    drifts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                models.Value(1), name="inventory_inspection_one_open", condition=Q(finished_at=None)
            ),
        ]


class Drift(Row):
    """A counter of a position that was not what it should be, and what was done about it."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="+")
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    counter = models.CharField(max_length=24)
    recorded = models.IntegerField()
    expected = models.IntegerField()
    found_at = models.DateTimeField()
    repaired_at = models.DateTimeField(null=True)
