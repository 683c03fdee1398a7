"""Orders and receipts of other systems are taken down: what was sold there, fulfilled there, is known here."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.customers import public as customers
from shopkeeper.orders.actions.moving import hand_over_at_the_till
from shopkeeper.orders.actions.numbering import take_turn
from shopkeeper.orders.contracts import NewLine, NewOrder
from shopkeeper.orders.errors import NothingOrdered
from shopkeeper.orders.events import OrderPlaced
from shopkeeper.orders.late_facts import tell_of_orders
from shopkeeper.orders.models import Order, OrderLine
from shopkeeper.orders.queries import ref_of


@action
def record_order(*, order: NewOrder, by: Actor, now: datetime) -> UUID:
    """Take down an order or a till receipt. The same source and key again changes nothing, unless somebody has only
    seen the order: then it is described, and lines that came before it are its lines.

    :raises NothingOrdered: when there is no line, or a line without a piece
    :raises ProductNotFound: when a SKU is not known
    """
    if not order.lines or any(line.quantity < 1 for line in order.lines):
        raise NothingOrdered
    products = catalog.get_products(line.sku for line in order.lines)
    identifier = new_id()
    first: dict[str, Any] = {"id": identifier, "recorded_at": now, **_facts(order)}
    first["sequence"] = lambda: _place_in_history(order)  # asked only where it is new: who waits then holds nothing
    row, is_new = Order.objects.select_for_update(no_key=True).get_or_create(
        source=order.source,
        source_key=order.source_key or str(identifier),
        defaults=first,
    )
    if row.described and not is_new:
        return row.id
    known = not is_new and _describe(row, order)
    if not known:
        OrderLine.objects.bulk_create(
            _line(row, place, line, products[line.sku], now=now) for place, line in enumerate(order.lines, start=1)
        )
    placed = OrderPlaced(
        order_id=row.id, ref=ref_of(row.id), channel=row.channel, placed_at=row.placed_at,
        customer_id=row.customer_id, outlet_id=row.outlet_id,
    )  # fmt: skip
    announce(placed, by=by, now=now)
    if order.taken_home:
        hand_over_at_the_till(order_id=row.id, by=by, now=now)
    return row.id


def _describe(stub: Order, order: NewOrder) -> bool:
    """Describe an order that was only seen; gives whether its lines are known already."""
    has_lines, facts = stub.lines.exists(), {**_facts(order), "sequence": _place_in_history(order), "described": True}
    if has_lines:
        facts["goods_total"] = stub.goods_total
    for name, value in facts.items():
        setattr(stub, name, value)
    stub.save(update_fields=list(facts))
    tell_of_orders(f"o.id = '{stub.id}'")
    return has_lines


def _facts(order: NewOrder) -> dict[str, object]:
    plain = (
        "number", "channel", "outlet_id", "record_id", "customer_id", "account_id", "currency", "placed_at",
        "postcode_area", "city", "region", "country", "shipping_total", "discount_total",
        "tax_total",
    )  # fmt: skip
    goods = sum((line.unit_price * line.quantity - line.discount for line in order.lines), Decimal(0))
    facts: dict[str, object] = {name: getattr(order, name) for name in plain}
    return facts | {"payer_id": order.account_id, "goods_total": goods}


def _place_in_history(order: NewOrder) -> int | None:
    if order.customer_id is None:
        return None
    take_turn(order.customer_id)
    earlier = Order.objects.filter(customer__in=customers.ids_of(order.customer_id), placed_at__lte=order.placed_at)
    return earlier.count() + 1


def _line(row: Order, place: int, line: NewLine, product: catalog.ProductCard, *, now: datetime) -> OrderLine:
    return OrderLine(
        order=row,
        source=row.source,
        source_key=line.source_key or f"{row.source_key}/{place}",
        recorded_at=now,
        position=place,
        placed_at=row.placed_at,
        product_id=product.id,
        supplier_id=line.supplier_id,
        batch=line.batch,
        unit_price=line.unit_price,
        unit_cost=product.unit_cost if line.unit_cost is None else line.unit_cost,
        discount=line.discount,
        ordered=line.quantity,
        described_as=line.described_as[:200],
    )
