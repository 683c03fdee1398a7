"""Which calls customers were promised, and when they can be called."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from shopkeeper.orders.contracts import CallCard, Slot
from shopkeeper.orders.models import CallBack
from shopkeeper.orders.rules.calling import AHEAD, cut_slots
from shopkeeper.organization import public as organization


def list_slots(*, now: datetime) -> list[Slot]:
    """The spans in which a customer can be called, soonest first, by the company's calendar."""
    calendar = organization.get_calendar(now=now)
    return cut_slots(organization.openings(calendar, now, now + AHEAD), now=now)


def find_call(order_id: UUID) -> CallCard | None:
    """The call that is booked about an order."""
    return next(iter(_cards(CallBack.objects.filter(order=order_id, settled_at=None))), None)


def list_calls(*, until: datetime) -> list[CallCard]:
    """Calls to be made that begin before then, soonest first."""
    return _cards(CallBack.objects.filter(settled_at=None, starts_at__lt=until).order_by("starts_at")[:200])


def _cards(rows: QuerySet[CallBack]) -> list[CallCard]:
    return [
        CallCard(
            row.id, row.order_id, row.order.number, row.customer_id, Slot(row.starts_at, row.ends_at), row.phone,
            row.about, row.order.ship_name, row.attempt,
        )
        for row in rows.select_related("order")
    ]  # fmt: skip
