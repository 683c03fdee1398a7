"""Who belongs with whom without being one."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.customers.models.records import Customer


class Relation(Row):
    """Two people belong together and stay two, or a person works for a company; half-open days. Never joins anybody."""

    kind = models.CharField(max_length=12)
    one = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    other = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    company = models.TextField(blank=True)
    source = models.CharField(max_length=60)
    decided_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class HouseholdPair(Row):
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
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=models.Q(settled_at=None), name="customers_householdpair_open"
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at=None, outcome="")
                | models.Q(settled_at__isnull=False) & ~models.Q(outcome=""),
                name="customers_householdpair_settled",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["one", "other"], name="customers_householdpair_pair"),
            models.Index(
                fields=["-strength", "door", "id"], name="customers_householdpair_queue",
                condition=models.Q(settled_at=None),
            ),
        ]  # fmt: skip
