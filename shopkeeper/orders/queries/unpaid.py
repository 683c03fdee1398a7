"""Orders that are held since they are not paid: until when their pieces are kept."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from shopkeeper.core.policies import agreed
from shopkeeper.orders.contracts import HoldReason
from shopkeeper.orders.models import Hold
from shopkeeper.orders.policies import UNPAID
from shopkeeper.orders.queries import ref_of
from shopkeeper.payments import public as payments


def find_kept_until(order_id: UUID) -> datetime | None:
    """When an unpaid order is let go; None where it is not held for that, where some of it is paid or asked for, or
    where it is kept until somebody decides."""
    days = agreed(UNPAID).days
    held_at = _unpaid().filter(order=order_id).values_list("held_at", flat=True).first()
    if days is None or held_at is None or not has_no_money(order_id):
        return None
    return held_at + timedelta(days=days)


def list_overdue_unpaid(*, now: datetime) -> list[UUID]:
    """Orders whose time to be paid is over, the oldest first; whether some money is there is not looked at."""
    days = agreed(UNPAID).days
    if days is None:
        return []
    due = _unpaid().filter(held_at__lte=now - timedelta(days=days), order__canceled_at=None)
    return list(due.order_by("held_at", "id").values_list("order", flat=True))


def is_held_unpaid(order_id: UUID) -> bool:
    """Whether it may not leave since it is not paid."""
    return _unpaid().filter(order=order_id).exists()


def has_no_money(order_id: UUID) -> bool:
    """Nothing is set aside or taken for it, and no bank is being asked."""
    balance = payments.get_balance(ref_of(order_id))
    return not (balance.held or balance.asked)


def _unpaid() -> QuerySet[Hold]:
    return Hold.objects.filter(reason=HoldReason.PAYMENT, released_at=None)
