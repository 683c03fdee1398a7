"""The golden record, and what decides it beside the records themselves."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.customers.models.records import Customer, SourceRecord


class Profile(Row):
    """The golden record: the best value of each attribute, worked out again whenever a record or link changes."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="profile")
    name = models.TextField(blank=True)
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    card_number = models.TextField(blank=True)
    born_on = models.DateField(null=True)
    language = models.TextField(blank=True)
    street = models.TextField(blank=True)
    city = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    region = models.TextField(blank=True)
    country = models.TextField(blank=True)
    records = models.PositiveIntegerField(default=1)
    sources = models.PositiveSmallIntegerField(default=1)
    lineage = models.JSONField(default=dict)
    """Attribute -> the record that gave the value."""
    also = models.JSONField(default=dict, db_default={})
    """Attribute -> other values, where all are kept."""
    search_text = models.TextField(blank=True)
    updated_at = models.DateTimeField()


class NameWord(models.Model):
    """A word that stands in somebody's name: where a search looks for what a clerk may have meant."""

    word = models.CharField(max_length=60, primary_key=True, db_collation="C")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["word"], name="customers_nameword_alike", opclasses=["gin_trgm_ops"]),
        ]


class Survivorship(Row):
    """By which rule an attribute's value is chosen, since when, by whose decision. Ended, never changed."""

    attribute = models.CharField(max_length=20)
    rule = models.CharField(max_length=12)
    sources = ArrayField(models.CharField(max_length=60), default=list)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["attribute"], condition=models.Q(ends_at=None), name="customers_survivorship_current"
            ),
        ]


class PinQuerySet(models.QuerySet["Pin"]):
    """Values that people set by hand."""

    def not_overtaken(self) -> "PinQuerySet":
        """Of each customer's attribute the one that was set last, whether it ended or not."""
        at, pk = models.OuterRef("at"), models.OuterRef("pk")
        same = Pin.objects.filter(customer=models.OuterRef("customer"), attribute=models.OuterRef("attribute"))
        later = same.filter(models.Q(at__gt=at) | models.Q(at=at, pk__gt=pk))
        return self.exclude(models.Exists(later))


class Pin(Row):
    """A value that a person set by hand, above every rule, until they take it back or a source says something new.

    The next one that is set for the same customer overtakes it and leaves it as it is: whom of two people that were
    merged the next one meant, nobody may be able to tell.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="+", db_index=False)
    """Whose value it overruled: it goes where that record goes."""
    attribute = models.CharField(max_length=20)
    value = models.JSONField()
    """Column of the profile -> what it is to say."""
    said = models.JSONField(default=dict)
    """Record -> what it said of the attribute at that time."""
    reason = models.CharField(max_length=300)
    pinned_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    """Who took it back, or the record that moved."""
    seen_at = models.DateTimeField(null=True)
    """When somebody looked at what the source says now and left it."""

    objects = PinQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer"], name="customers_pin_customer"),
            models.Index(
                fields=["pinned_by"], name="customers_pin_retired",
                condition=models.Q(ended_why="moved", seen_at=None),
            ),
        ]  # fmt: skip
