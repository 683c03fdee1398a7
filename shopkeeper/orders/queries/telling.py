"""Whether suppliers know of an order: they are told when nothing keeps it from leaving."""

from uuid import UUID

from shopkeeper.orders.models import Hold, OrderLine
from shopkeeper.orders.queries.book import ref_of
from shopkeeper.payments import public as payments

_THERE = ("authorized", "captured")


def is_told(order_id: UUID) -> bool:
    """Not before its money is set aside, nor while it is held since before that; whatever costs nothing, at once."""
    set_aside = [row.occurred_at for row in payments.list_payments(ref_of(order_id)) if row.kind in _THERE]
    if not set_aside:
        return not OrderLine.objects.filter(order=order_id, unit_price__gt=0).exists()
    return not Hold.objects.filter(order=order_id, released_at=None, held_at__lte=min(set_aside)).exists()
