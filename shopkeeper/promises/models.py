"""Rows of the promise ledger."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row, SourcedRow
from shopkeeper.promises.contracts import PromiseTimes

BINDING = models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gt=models.F("due_at"))
"""What was not called off in time: `rules.state_of` for the database; a test holds both equal."""


class Promise(SourcedRow):
    """Something promised to somebody for a time: original and current, by which node, fulfilled or withdrawn when.

    Kept: fulfilled by `due_at`. Broken: fulfilled later, or due and not fulfilled, even if it is called off after that.
    A date lasts to its end.
    """

    kind = models.CharField(max_length=24)
    ref = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    """What of the ref, where several things are promised for it: a parcel, a line, a SKU."""
    node = models.CharField(max_length=80, blank=True)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    fulfilled_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    breach_announced_at = models.DateTimeField(null=True)
    original_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    quantity = models.PositiveIntegerField(null=True)
    is_short = models.BooleanField(default=False)
    late_chance = models.FloatField(null=True)
    expected_at = models.DateTimeField(null=True)
    foreseen_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_due_at = models.DateTimeField(null=True)

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "due_at"], name="promises_promise_customer"),
            models.Index(fields=["ref"], name="promises_promise_ref"),
            models.Index(fields=["due_at"], name="promises_promise_due"),
            models.Index(
                fields=["due_at"],
                name="promises_promise_open",
                condition=models.Q(fulfilled_at=None, withdrawn_at=None, breach_announced_at=None),
            ),
        ]

    @property
    def times(self) -> PromiseTimes:
        """The times by which it is judged."""
        return PromiseTimes(self.due_at, self.fulfilled_at, self.withdrawn_at, self.is_short)


class Change(Row):
    """A promise was given another value: moved with the customer, or they were told that it will not hold."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12)
    """`moved` is another promise; `told` is a warning, the promise stays what it was."""
    before = models.DateTimeField()
    after = models.DateTimeField()
    why = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)


class ForecastRow(Row):
    """What was said of a promise on a day: one row a day, so that the forecaster can be held to its words."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="forecasts")
    made_on = models.DateField()
    made_at = models.DateTimeField()
    chance = models.FloatField()
    raw = models.FloatField()

    class Meta:
        db_table = "promises_forecast"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["promise", "made_on"], name="promises_forecast_daily"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["made_at"], name="promises_forecast_made")]
