"""What customers do by the link to their order: decide, and ask to be called."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.orders.models.book import Order


class LinkUse(Row):
    """Something was decided by the link to an order: counted, so that nobody tries forever."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=20)
    used_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["order", "used_at"], name="orders_linkuse_order"),
        ]


class CallBack(Row):
    """A customer is to be called about an order within a span of time: who asked, and what became of it."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    phone = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1, db_default=1)
    """The how manieth try; another follows one that nobody answered."""
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_at"], name="orders_callback_open", condition=models.Q(settled_at=None)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order"], name="orders_callback_one", condition=models.Q(settled_at=None)),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="orders_callback_takes_time"
            ),
        ]  # fmt: skip
