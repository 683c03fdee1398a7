"""The work to put an episode right, and the facts of it: steps, sorry, notes, endings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shopkeeper.core.actors import Actor
from shopkeeper.core.models import Row
from shopkeeper.recovery.models.episodes import Episode
from shopkeeper.recovery.models.playbooks import Playbook, PlaybookStep


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, in the slices that people work with."""

    def visible_to(self, by: Actor) -> "CaseQuerySet":
        """Those in the actor's scope."""
        if by.scopes.company_wide:
            return self
        return self.filter(outlet_id__in=by.scopes.values.get("outlet_id", frozenset()))

    def open(self) -> "CaseQuerySet":
        """Those that nobody has resolved, or that were reopened."""
        return self.filter(resolved_at=None)


class Case(Row):
    """Somebody's work to put an episode right. One for each episode, never without an owner."""

    number = models.CharField(max_length=16, unique=True)
    episode = models.OneToOneField(Episode, models.PROTECT, related_name="case")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    playbook = models.ForeignKey(Playbook, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    team_outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    """The store whose people lead the case; empty where the company's do."""
    owner = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=120)
    resolved_at = models.DateTimeField(null=True)
    """Follows from resolutions and reopenings (a test holds it equal to them); here so that lists can filter by it."""

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner"], condition=Q(resolved_at=None), name="recovery_case_open_owner"),
            models.Index(fields=["role", "team_outlet", "opened_at"], name="recovery_case_team"),
            models.Index(fields=["customer"], name="recovery_case_customer"),
        ]


class Step(Row):
    """One thing to do in a case, by one employee in a role, by a time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    template = models.ForeignKey(PlaybookStep, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    """Only for a step that no playbook has."""
    channel = models.CharField(max_length=20)
    role = models.CharField(max_length=40)
    owner = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()

    class Meta:
        ordering = ("position",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "position"], name="recovery_step_position"),
            models.CheckConstraint(condition=~Q(template=None) | ~Q(title=""), name="recovery_step_says_what"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["owner"], name="recovery_step_owner")]


class Completion(Row):
    """A step was done, or found to be impossible: by whom, when, with which words."""

    step = models.OneToOneField(Step, models.PROTECT, related_name="completion")
    outcome = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class Apology(Row):
    """Who says sorry to the customer of a case, by when and how; sent once, with these words."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="apology")
    step = models.OneToOneField(Step, models.PROTECT, related_name="+")
    employee = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)


class HandOver(Row):
    """A case went from one owner to another."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    taker = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250, blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()


class Note(Row):
    """What somebody wrote down about a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class Resolution(Row):
    """A case ended: put right, or openly not."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="resolutions")
    outcome = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class Reopening(Row):
    """A resolved case was not over: why, and who or what said so."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reopenings")
    reason = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
