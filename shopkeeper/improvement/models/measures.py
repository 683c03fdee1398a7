"""What is done so that it does not happen again, and what staff propose."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.improvement.models.problems import Problem


class Measure(Row):
    """A preventive measure at an outlet, in a department or the company: owner, due day, price, expected effect."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="measures")
    title = models.CharField(max_length=160)
    level = models.CharField(max_length=12)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    owner_role = models.CharField(max_length=40)
    due_on = models.DateField()
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    expected = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    """The value that the watch should read once it works."""
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=120)


class Effect(Row):
    """A measure is in force at an outlet, or everywhere, from a day on. Only figures after it count."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="effects")
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["measure", "outlet"], nulls_distinct=False, name="improvement_effect_once"),
        ]


class Idea(Row):
    """A cause or an idea that somebody who serves customers has raised. Everyone gets a response."""

    text = models.TextField()
    employee = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="ideas")
    listener = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    """Who owes the response."""
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()


class IdeaResponse(Row):
    """What became of an idea: done, planned, or not, and why."""

    idea = models.OneToOneField(Idea, models.PROTECT, related_name="response")
    verdict = models.CharField(max_length=12)
    text = models.TextField()
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
