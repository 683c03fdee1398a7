"""What became of the values that sources gave, and how far each source is trusted since."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.customers.models.records import SourceRecord


class ValueTrial(Row):
    """A record's value was tried in life: a mail sent, a parcel brought. It failed, it held, or nobody heard yet."""

    record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    digest = models.BigIntegerField()
    """The value in plain form, as a hash: a source that says something else since is judged by that."""
    tries = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    """When it failed last, unless it held since: then empty again."""
    ref = models.CharField(max_length=120, blank=True)
    """What told us last ("message:…", "parcel:…")."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "kind", "digest"], name="customers_valuetrial_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["kind", "digest"], name="customers_valuetrial_failed", condition=~models.Q(failed_at=None)
            ),
        ]


class SourcePlace(Row):
    """Where the records of a source are typed, or those whose key begins with something: who is told when they fail."""

    source = models.CharField(max_length=60)
    prefix = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=80)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    decided_by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "prefix"], name="customers_sourceplace_once"),
        ]


class SourceTrust(Row):
    """Of the values of a kind typed at a place and tried lately, how many failed; and whether that is too many."""

    source = models.CharField(max_length=60)
    prefix = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12)
    tried = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    low = models.FloatField()
    high = models.FloatField()
    lost_at = models.DateTimeField(null=True)
    """Since when its values come after those of others; empty while it is trusted."""
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "prefix", "kind"], name="customers_sourcetrust_once"),
        ]
