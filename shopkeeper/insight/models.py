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


class CauseAnalysis(Row):
    """One search for the causes of a metric: what was looked at, and what was not claimed and why."""

    metric = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    facts = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    candidates = models.PositiveIntegerField()
    dismissed = models.JSONField(default=list)
    gaps = models.JSONField(default=list)
    drivers = models.JSONField(default=list)
    loss_each = models.FloatField(default=0)
    loss_each_low = models.FloatField(default=0)
    loss_each_high = models.FloatField(default=0)
    loss_people = models.PositiveIntegerField(default=0)
    analyzed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["metric", "-analyzed_at"], name="insight_analysis_newest"),
        ]


class Cause(Row):
    """A cause: values of dimensions in which a metric differs from what was to be expected. Kept while it is found.

    Found again, it is the same row; no longer found, `gone_at` says since when. Money is a year at today's pace, in the
    retailer's currency.
    """

    metric = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    filters = models.JSONField()
    kind = models.CharField(max_length=12)
    direction = models.CharField(max_length=8)
    level = models.CharField(max_length=12)
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    n = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    expected = models.FloatField()
    share = models.FloatField()
    share_expected = models.FloatField()
    difference_low = models.FloatField(null=True)
    difference_high = models.FloatField(null=True)
    p = models.FloatField()
    doubts = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    spread = models.JSONField(default=list)
    people_hurt = models.PositiveIntegerField(default=0)
    people_silent = models.PositiveIntegerField(default=0)
    money = models.FloatField(default=0)
    money_low = models.FloatField(default=0)
    money_high = models.FloatField(default=0)
    owner_role = models.CharField(max_length=40)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["metric", "fingerprint"], name="insight_cause_once"),
        ]
