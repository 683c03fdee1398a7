"""Rows of the insight."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row


class Target(Row):
    """What a metric should reach from a day on, for the company or one outlet. The latest that began counts."""

    metric = models.CharField(max_length=60)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    value = models.FloatField()
    starts_on = models.DateField()
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["metric", "outlet", "starts_on"], name="insight_target_day", nulls_distinct=False
            ),
        ]
