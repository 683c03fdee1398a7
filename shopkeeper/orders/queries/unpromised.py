"""Live orders of other shop systems that promise no day, since nobody has said within how many days they come."""

from uuid import UUID

from django.db.models import QuerySet

from shopkeeper.core.policies import agreed
from shopkeeper.orders.models import OrderDetails
from shopkeeper.orders.policies import SHOP_ORDERS


def count_unpromised() -> int:
    """How many that have yet to arrive."""
    return _unpromised().count()


def is_unpromised(order_id: UUID) -> bool:
    """Whether an order is one of them."""
    return _unpromised().filter(order=order_id).exists()


def _unpromised() -> QuerySet[OrderDetails]:
    rows = OrderDetails.objects.filter(settled_at=None, welcomed_at__isnull=False)
    return rows if agreed(SHOP_ORDERS).promised_days is None else rows.none()
