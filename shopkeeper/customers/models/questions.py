"""What people are asked: each pair waits until it is settled, and keeps the answer."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.customers.models.records import Customer, SourceRecord


class QuestionQuerySet(models.QuerySet["Question"]):
    """Pairs that people are asked about."""

    def waiting(self) -> "QuestionQuerySet":
        """Those of which nobody has said anything yet."""
        return self.filter(settled_at=None)

    def settle(self, outcome: str, *, by: str, at: datetime) -> None:
        """Write the answer down on those that wait."""
        self.waiting().update(settled_at=at, settled_by=by, outcome=outcome)

    def ask_again(self) -> None:
        """Let them wait as if nobody had said anything."""
        self.update(settled_at=None, settled_by="", outcome="")


class Question(Row):
    """Two of whom one may think something; at most one such pair waits at a time."""

    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=12, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=models.Q(settled_at=None), name="%(app_label)s_%(class)s_open"
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at=None, outcome="")
                | models.Q(settled_at__isnull=False) & ~models.Q(outcome=""),
                name="%(app_label)s_%(class)s_settled",
            ),
        ]


class Proposal(Question):
    """Two records that may be one person (join), or that stand together and may be two (part): for people to decide.

    Their customers are derived from today's links, so a proposal outlives every merge and move.
    """

    one = models.ForeignKey(SourceRecord, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(SourceRecord, models.PROTECT, related_name="+")
    probability = models.FloatField()
    model_version = models.PositiveIntegerField()
    origin = models.CharField(max_length=12)
    kind = models.CharField(max_length=8)
    worth = models.FloatField(default=0)
    """What a right decision is worth, in points, when it was proposed last."""
    proposed_at = models.DateTimeField()

    class Meta(Question.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["one", "other"], name="customers_proposal_pair"),
            models.Index(fields=["-worth", "id"], name="customers_proposal_queue", condition=models.Q(settled_at=None)),
        ]


class HouseholdPair(Question):
    """Two people whom their records let one think to live together: for people to decide, and kept with the answer."""

    one = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    door = models.BigIntegerField()
    """Street and postcode, as a hash: who may live behind one door is asked about together."""
    signs = ArrayField(models.CharField(max_length=12))
    """What speaks for it beside the door."""
    strength = models.PositiveSmallIntegerField()
    """The most signs of any two behind the door; what is surest is asked first."""
    suggested_at = models.DateTimeField()

    class Meta(Question.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["one", "other"], name="customers_householdpair_pair"),
            models.Index(
                fields=["-strength", "door", "id"], name="customers_householdpair_queue",
                condition=models.Q(settled_at=None),
            ),
        ]  # fmt: skip
