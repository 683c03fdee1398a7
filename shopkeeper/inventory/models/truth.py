"""What people found when they went for promised pieces, and what follows from it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shopkeeper.core.models import Row
from shopkeeper.inventory.models.places import Location


class Search(Row):
    """Somebody went for pieces of a product that the record had promised: at the shelf, or to hand them over.

    One a ref, product and location. What was missing once stays so: a customer stood there.
    """

    ref = models.CharField(max_length=80)
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    wanted = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ref", "product", "location"], name="inventory_search_once"),
            models.CheckConstraint(condition=Q(missing__lte=F("wanted")), name="inventory_search_whole"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["location", "occurred_at"], name="inventory_search_lately"),
        ]


class Lesson(Row):
    """What a location's searches of one class taught: how many pieces are kept back there since, and why."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey("catalog.Category", models.PROTECT, related_name="+", db_index=False)
    searches = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    share = models.FloatField()
    """The share not found that is counted on."""
    pieces = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    """How many pieces were kept back before this lesson."""
    changed_at = models.DateTimeField()
    learned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["location", "category"], name="inventory_lesson_one"),
        ]
