"""What is done about each kind of fault, and how much a team can carry."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shopkeeper.core.models import Row


class Playbook(Row):
    """What is done about one kind of fault: a version of it. Changing one writes the next version."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    fault = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "version"], name="recovery_playbook_version"),
            models.UniqueConstraint(fields=["fault"], condition=Q(ends_at=None), name="recovery_playbook_in_force"),
        ]


class PlaybookStep(Row):
    """A step of a playbook: who in which role does what, by when in working time, how, and with which words."""

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=40)
    store_role = models.CharField(max_length=40, blank=True)
    """Who does it where it happened in a store: somebody of that store. Empty: always the role of the company."""
    channel = models.CharField(max_length=20)
    due_minutes = models.PositiveIntegerField()
    """Working time from the opening of the case."""
    title = models.CharField(max_length=200)
    say = models.TextField(blank=True)
    """Words to say, with places to fill ($first_name, $order, $outlet, $days, $me)."""

    class Meta:
        ordering = ("position",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["playbook", "position"], name="recovery_playbookstep_position"),
        ]


class Capacity(Row):
    """How many cases a person of a team can take on in a day, and have open at once."""

    role = models.CharField(max_length=40)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    new_a_day = models.PositiveSmallIntegerField()
    open_at_once = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["role", "outlet"], nulls_distinct=False, name="recovery_capacity_team"),
        ]
