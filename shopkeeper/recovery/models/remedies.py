"""What customers are given, and the months of the teams that it comes from."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shopkeeper.core.models import Row
from shopkeeper.recovery.models.cases import Case


class Allowance(Row):
    """What a team may give in a month, and in one case without asking. Without an outlet: each outlet its own."""

    role = models.CharField(max_length=40)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    monthly = models.DecimalField(max_digits=12, decimal_places=2)
    ceiling = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["role", "outlet"], nulls_distinct=False, name="recovery_allowance_team"),
        ]


class RecoveryBudget(Row):
    """A team's month: what was allowed, what is reserved, what was given. Changes by guarded updates only."""

    role = models.CharField(max_length=40)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    currency = models.CharField(max_length=3)
    allowed = models.DecimalField(max_digits=12, decimal_places=2)
    reserved = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    given = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["role", "outlet", "month"], nulls_distinct=False, name="recovery_budget_month"
            ),
            models.CheckConstraint(condition=Q(reserved__gte=0, given__gte=0), name="recovery_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(allowed__gte=F("reserved") + F("given")), name="recovery_budget_not_exceeded"
            ),
        ]


class Remedy(Row):
    """Something given to the customer of a case, from a team's budget."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=250, blank=True)
    budget = models.ForeignKey(RecoveryBudget, models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey("organization.Employee", models.PROTECT, null=True, related_name="+")
    refund = models.OneToOneField("orders.Refund", models.PROTECT, null=True, related_name="+")
    """The money or credit that goes back for the order of the case: the same pound, counted here and moved there."""
    state = models.CharField(max_length=12)
    """The last of its moves; moved by guarded updates only."""
    asked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["approver"], condition=Q(state="asked"), name="recovery_remedy_asked"),
        ]


class RemedyMove(Row):
    """A remedy was asked for, reserved, given, released or refused: by whom and when."""

    remedy = models.ForeignKey(Remedy, models.PROTECT, related_name="moves")
    state = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
