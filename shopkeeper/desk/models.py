"""Rows of the desk: what people chose for their own pages."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import Row


class HomeChoice(Row):
    """The metrics that somebody wants to meet every morning, instead of those of their role."""

    employee = models.OneToOneField("organization.Employee", models.PROTECT, related_name="+")
    metrics = ArrayField(models.CharField(max_length=60))
    chosen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(metrics__len__range=(1, 6)), name="desk_homechoice_one_to_six"),
        ]
