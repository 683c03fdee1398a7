"""Rows of the promise ledger."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import SourcedRow
from shopkeeper.promises.contracts import PromiseTimes


class Promise(SourcedRow):
    """Something promised to somebody for a time: original and current, by which node, fulfilled or withdrawn when.

    Kept: fulfilled by `due_at`. Broken: fulfilled later, or due and not fulfilled. A date lasts to its end.
    """

    kind = models.CharField(max_length=24)
    ref = models.CharField(max_length=80)
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

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "due_at"], name="promises_promise_customer"),
            models.Index(fields=["ref"], name="promises_promise_ref"),
            models.Index(
                fields=["due_at"],
                name="promises_promise_open",
                condition=models.Q(fulfilled_at=None, withdrawn_at=None, breach_announced_at=None),
            ),
        ]

    @property
    def times(self) -> PromiseTimes:
        """The times by which it is judged."""
        return PromiseTimes(self.due_at, self.fulfilled_at, self.withdrawn_at)
