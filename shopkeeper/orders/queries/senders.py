"""Who sends what of an order besides our own places."""

from uuid import UUID

from shopkeeper.orders.models import OrderLine


def name_suppliers(order_id: UUID) -> dict[str, str]:
    """The suppliers of an order's lines by their key, as its parcels name who sends them."""
    rows = OrderLine.objects.filter(order=order_id).exclude(supplier=None).exclude(supplier__name="")
    return dict(rows.values_list("supplier__source_key", "supplier__name"))
