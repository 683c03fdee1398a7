"""Orders as rows of the canonical tables: what an import of them would bring."""

from typing import Any
from uuid import UUID

from shopkeeper.orders.models import Order, OrderDetails, OrderLine

_ORDER = (
    "source_key", "number", "channel", "currency", "placed_at", "canceled_at", "city", "region", "country",
    "shipping_total", "discount_total", "ship_name", "ship_street",
)  # fmt: skip
_LINE = ("source_key", "position", "unit_price", "discount", "shipped", "delivered", "canceled")


def list_canonical_rows(order_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """The rows of an order and of its lines. Instants are written with their offset from UTC.

    :raises Order.DoesNotExist: when there is no such order
    """
    order = Order.objects.get(pk=order_id)
    row = {name: getattr(order, name) for name in _ORDER} | {"postcode": order.ship_postcode}
    for name in ("placed_at", "canceled_at"):
        row[name] = row[name].isoformat() if row[name] else None
    lines = OrderLine.objects.filter(order=order_id).select_related("product").order_by("position")
    told = [
        {name: getattr(line, name) for name in _LINE} | {"sku": line.product.sku, "quantity": line.ordered}
        for line in lines
    ]
    return {"orders": [row], "order_lines": told}


def list_told_elsewhere(order_id: UUID) -> list[tuple[str, str]]:
    """What another system said of an order beyond our columns, for people: where in its body, and what. Nothing that
    is empty, and no key to its doors."""
    found = find_details(order_id)
    told = [(" › ".join(map(str, path)), leaf) for path, leaf in found[1].get("kept", ())] if found else []
    return [(path, str(leaf)) for path, leaf in told if leaf not in (None, "", [], {}) and "token" not in path]


def find_details(order_id: UUID) -> tuple[str, dict[str, Any]] | None:
    """Whose body an order came in, and what it said beyond our columns, as it was kept last."""
    rows = OrderDetails.objects.filter(order=order_id).order_by("-recorded_at", "-id")
    return rows.values_list("shape", "details").first()
