"""Rows of the payments: what is put against a ref, and every move of money as a row of its own."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from shopkeeper.core.models import Row, SourcedRow
from shopkeeper.payments.contracts import Sums
from shopkeeper.payments.rules import turn_of


def _money(**options: object) -> models.DecimalField:
    return models.DecimalField(max_digits=12, decimal_places=2, **options)  # type: ignore[arg-type]


class StoredValue(Row):
    """A gift card, or what we owe a customer in store credit: never more than was issued, never below nothing."""

    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=3)
    issued = _money()
    balance = _money()
    why = models.CharField(max_length=120, blank=True)
    issued_by = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    taken_back_by = models.CharField(max_length=120, blank=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(balance__gte=0, balance__lte=F("issued")), name="payments_storedvalue_within"
            ),
        ]


class Tender(Row):
    """A means of payment put against a ref ("order:1042"): how much of it was set aside, taken, and given back."""

    ref = models.CharField(max_length=80)
    method = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    stored_value = models.ForeignKey(StoredValue, models.PROTECT, null=True, related_name="+")
    gateway = models.CharField(max_length=24, blank=True)
    token = models.CharField(max_length=120, blank=True)
    amount = _money()
    authorized = _money(default=0)
    capturing = _money(default=0)
    captured = _money(default=0)
    voided = _money(default=0)
    refunding = _money(default=0)
    refunded = _money(default=0)
    declined_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField()

    @property
    def turn(self) -> tuple[datetime, int, UUID]:
        """Its place among the tenders of its ref, as money is taken."""
        return *turn_of(self.asked_at, self.method), self.id

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ref"], name="payments_tender_ref")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    amount__gte=0, authorized__gte=0, capturing__gte=0, captured__gte=0, voided__gte=0,
                    refunding__gte=0, refunded__gte=0,
                ),
                name="payments_tender_not_negative",
            ),
            models.CheckConstraint(condition=Q(authorized__lte=F("amount")), name="payments_tender_sets_aside_asked"),
            models.CheckConstraint(
                condition=Q(authorized__gte=F("captured") + F("capturing") + F("voided")),
                name="payments_tender_takes_what_is_set_aside",
            ),
            models.CheckConstraint(
                condition=Q(captured__gte=F("refunded") + F("refunding")), name="payments_tender_returns_what_it_took"
            ),
        ]  # fmt: skip

    @property
    def sums(self) -> Sums:
        """Its counters."""
        return Sums(
            self.amount, self.authorized, self.capturing, self.captured, self.voided, self.refunding, self.refunded
        )


class Payment(SourcedRow):
    """Money that moved: authorized, captured, voided or refunded, for a ref ("order:1042"). What files tell of other
    systems' money has no tender."""

    ref = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    method = models.CharField(max_length=40, blank=True)
    installments = models.PositiveSmallIntegerField(null=True)
    amount = _money()
    currency = models.CharField(max_length=3)
    occurred_at = models.DateTimeField()
    tender = models.ForeignKey(Tender, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ref"], name="payments_payment_ref")]


class Instruction(Row):
    """What a gateway is told to do for a tender; its id is the key by which the gateway does it once."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    amount = _money()
    gateway_key = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=12, blank=True)
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["given_at"], name="payments_instruction_open", condition=Q(settled_at=None)),
            models.Index(fields=["gateway_key"], name="payments_instruction_key", condition=~Q(gateway_key="")),
        ]


class Notice(Row):
    """What a gateway told by itself. Each counts once; one that comes before its instruction waits for it."""

    gateway = models.CharField(max_length=24)
    key = models.CharField(max_length=120)
    instruction_key = models.CharField(max_length=120, blank=True)
    gateway_key = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=12)
    why = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gateway", "key"], name="payments_notice_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["gateway_key"], name="payments_notice_early", condition=Q(heard_at=None)),
        ]
