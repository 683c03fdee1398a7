"""The watch over a problem, written before the fix, what it read every week, and what followed from it."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.improvement.models.problems import Problem


class Watch(Row):
    """What has to hold before a problem is closed: metric, filters, threshold, weeks in a row, records a week."""

    problem = models.OneToOneField(Problem, models.PROTECT, related_name="watch")
    metric = models.CharField(max_length=80)
    filters = models.JSONField(default=dict)
    complement = models.BooleanField(default=False)
    unit = models.CharField(max_length=20, default="share")
    what = models.CharField(max_length=40, blank=True)
    noun = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=10)
    threshold = models.DecimalField(max_digits=14, decimal_places=6)
    weeks = models.PositiveSmallIntegerField()
    minimum = models.PositiveIntegerField()
    baseline = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    baseline_n = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    """When figures were last fetched, whether or not any were new."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(weeks__gte=1, minimum__gte=1), name="improvement_watch_can_tell"),
        ]


class WatchReading(Row):
    """The figure of one week at one node as it was read; the newest of a week counts, the others stay."""

    watch = models.ForeignKey(Watch, models.PROTECT, related_name="readings")
    node = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    n = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["watch", "node", "starts_on", "read_at"], name="improvement_reading_once"),
        ]


class ClosingAttempt(Row):
    """Somebody wanted to close a problem; what the figures said."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="attempts")
    closed = models.BooleanField()
    value = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    week = models.DateField(null=True)
    n = models.PositiveIntegerField(null=True)
    weeks_in_a_row = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class Closing(Row):
    """Figures closed a problem: proven by a measure, or gone without one."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="closings")
    outcome = models.CharField(max_length=12)
    last_week = models.DateField()
    at = models.DateTimeField()


class Relapse(Row):
    """Figures reopened a problem: the week that did it, and what it said."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="relapses")
    week = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=6)
    n = models.PositiveIntegerField()
    at = models.DateTimeField()
