"""Money for the tests of the payments: a ref, and short words for what happens to it."""

from datetime import UTC, datetime
from decimal import Decimal

from shopkeeper.core.actors import system_actor
from shopkeeper.payments import public as payments
from shopkeeper.payments.models import Instruction

NOW = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
BY = system_actor("test")
REF = "order:1042"
GBP = "GBP"


def pounds(amount: str) -> Decimal:
    return Decimal(amount)


def put_up(total: str, *means: payments.Means) -> None:
    payments.put_up(ref=REF, total=Decimal(total), currency=GBP, means=means, by=BY, now=NOW)


def card(token: str = "ok", amount: str | None = None, **more: str) -> payments.Means:
    return payments.Means(method=payments.Method.CARD, token=token, amount=Decimal(amount) if amount else None, **more)


def run_errands(now: datetime = NOW) -> None:
    """What the worker does after commit."""
    for identifier in (
        Instruction.objects.filter(settled_at=None).order_by("given_at", "id").values_list("id", flat=True)
    ):
        payments.run_errand(instruction_id=identifier, by=BY, now=now)


def sums() -> tuple[str, ...]:
    """Authorized, captured, voided, refunded."""
    found = payments.get_balance(REF)
    return tuple(str(amount) for amount in (found.authorized, found.captured, found.voided, found.refunded))
