"""How old what is known of each place was, hour by hour."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.inventory.models.places import Location


class FeedLook(Row):
    """One look in an hour at how long a location had said nothing, and how long it might then; never changed."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    hour = models.DateTimeField()
    """When the hour began that this look stands for."""
    looked_at = models.DateTimeField()
    limit_minutes = models.PositiveIntegerField()
    age_minutes = models.PositiveIntegerField(null=True)
    """Minutes begun since it was heard of; none where it never was."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["location", "hour"], name="inventory_feedlook_once"),
        ]
