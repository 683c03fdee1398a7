"""Rows of returns and refunds: what was asked, each step, what was found, what went back."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When

from shopkeeper.core.models import Row
from shopkeeper.orders.models.book import Order, OrderLine, Return


def _money(**options: object) -> models.DecimalField:
    return models.DecimalField(max_digits=12, decimal_places=2, **options)  # type: ignore[arg-type]


class ReturnRequest(Row):
    """Pieces that somebody wants to send back, and how far that is. Times are facts; the state follows from them."""

    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=20)
    way = models.CharField(max_length=8)
    refund_way = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    waited_seconds = models.PositiveIntegerField(null=True)
    reasons = models.JSONField(default=list)
    """Codes of what the policy said."""
    why = models.CharField(max_length=300, blank=True)
    """The reason of whoever decided, in words."""
    location = models.ForeignKey("inventory.Location", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    denied_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    inspected_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    state = models.GeneratedField(
        expression=Case(
            When(withdrawn_at__isnull=False, then=Value("withdrawn")),
            When(denied_at__isnull=False, then=Value("denied")),
            When(approved_at=None, then=Value("requested")),
            When(received_at=None, then=Value("approved")),
            When(inspected_at=None, then=Value("received")),
            When(settled_at=None, then=Value("inspected")),
            default=Value("settled"),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "asked_at"], name="orders_returnreq_customer"),
            models.Index(fields=["state", "asked_at"], name="orders_returnreq_state"),
        ]


class ReturnItem(Row):
    """Pieces of one product in a return; `fact` is what the book counts once they came."""

    request = models.ForeignKey(ReturnRequest, models.PROTECT, related_name="items")
    line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="+")
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    inspected = models.PositiveIntegerField(default=0)
    worth = _money()
    reason = models.ForeignKey("interactions.Topic", models.PROTECT, null=True, related_name="+")
    comment = models.TextField(blank=True)
    is_faulty = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    fact = models.ForeignKey(Return, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(quantity__gte=F("received"), received__gte=F("inspected")), name="orders_returnitem_in_turn"
            ),
        ]


class Inspection(Row):
    """What somebody found of pieces that came back, and what became of them. Undone: it counts no more."""

    item = models.ForeignKey(ReturnItem, models.PROTECT, related_name="inspections")
    quantity = models.PositiveIntegerField()
    condition = models.CharField(max_length=12)
    disposition = models.CharField(max_length=12)
    percent = models.PositiveSmallIntegerField()
    photo = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    inspected_by = models.CharField(max_length=120)
    inspected_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="orders_inspection_percent"),
        ]


class ReturnStep(Row):
    """What happened to a return: by whom, when, why."""

    request = models.ForeignKey(ReturnRequest, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16)
    why = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=120)
    occurred_at = models.DateTimeField()


class Refund(Row):
    """Money that goes back beside what follows the pieces: for a return, or as goodwill."""

    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(ReturnRequest, models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    way = models.CharField(max_length=16)
    amount = _money()
    currency = models.CharField(max_length=3)
    why = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    approved_by = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    denied_by = models.CharField(max_length=120, blank=True)
    denied_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    value_code = models.CharField(max_length=40, blank=True)
    """Of the gift card or store credit that was issued for it."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="orders_refund_positive"),
            models.CheckConstraint(
                condition=Q(paid_at=None) | Q(approved_at__isnull=False, denied_at=None), name="orders_refund_decided"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["asked_at"], name="orders_refund_open", condition=Q(paid_at=None, denied_at=None)
            ),
        ]  # fmt: skip


class ReturnPhoto(Row):
    """A picture of what is to come back, or came: ours, without what a camera writes into it. Its file bears its id."""

    request = models.ForeignKey(ReturnRequest, models.PROTECT, related_name="photos")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    """In bytes."""
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()
