"""How much of what is ordered changes: fewer pieces are canceled, more become lines of their own."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Max

from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.orders.actions.asked_cancellations import request_cancellation
from shopkeeper.orders.actions.reopening import reopen_pickup
from shopkeeper.orders.actions.resourcing import ADDED, source_again
from shopkeeper.orders.actions.settling import settle_money
from shopkeeper.orders.actions.unbundling import unbundle
from shopkeeper.orders.contracts import BasketLine, OrderRevision
from shopkeeper.orders.errors import CannotBeSourced, ImpossibleQuantity, LineNotFound
from shopkeeper.orders.events import OrderChanged
from shopkeeper.orders.models import Change, Order, OrderLine, Placement
from shopkeeper.orders.rules.baskets import MOST, check_quantities
from shopkeeper.pricing import public as pricing


def change_quantities(
    lines: Sequence[OrderLine], revision: OrderRevision, *, by: Actor, now: datetime
) -> list[BasketLine]:
    """Cancel what is not wanted any more; gives what is wanted beside."""
    more = []
    for line_id, wanted in revision.quantities:
        line = next((one for one in lines if one.id == line_id), None)
        if line is None:
            raise LineNotFound(key=line_id)
        if wanted < 0:
            raise ImpossibleQuantity(quantity=wanted, sku=line.product.sku, most=MOST)
        kept = line.ordered - line.canceled
        if wanted < kept:
            request_cancellation(line_id=line_id, quantity=kept - wanted, reason_code="", by=by, now=now)
        elif wanted > kept:
            more.append(BasketLine(line.product.sku, wanted - kept))
    return more


def add_lines(
    order: Order, more: Sequence[BasketLine], why: str, *, by: Actor, now: datetime
) -> list[OrderLine]:  # fmt: skip
    """Write lines more at the price of today; from where they come is decided after this."""
    check_quantities(more)
    wanted = [pricing.Wanted(line.sku, line.quantity, line.shown) for line in more]
    quote = pricing.quote(wanted, currency=order.currency, outlet_id=order.outlet_id, now=now)
    first = (OrderLine.objects.filter(order=order).aggregate(last=Max("position"))["last"] or 0) + 1
    added = OrderLine.objects.bulk_create(
        OrderLine(
            id=new_id(), order=order, source=order.source, source_key=f"{order.source_key}/{place}", recorded_at=now,
            position=place, placed_at=order.placed_at, product_id=line.product_id, supplier_id=line.supplier_id,
            unit_price=line.unit_price, unit_cost=line.unit_cost, discount=Decimal(0), ordered=line.quantity,
            sold_in_id=line.sold_in,
        )
        for place, line in enumerate(unbundle(quote.lines), start=first)
    )  # fmt: skip
    Order.objects.filter(pk=order.pk).update(goods_total=F("goods_total") + quote.goods_total, canceled_at=None)
    order.refresh_from_db(fields=["goods_total", "canceled_at"])
    reopen_pickup(order=order, by=by, now=now)
    told = [{"sku": line.sku, "pieces": line.quantity} for line in quote.lines]
    after = {"added": told, "lines": [str(line.id) for line in added]}
    Change.objects.create(
        id=new_id(), order=order, record_id=order.record_id, customer_id=order.customer_id, kind="lines", after=after,
        why=why[:200], decided_by=f"{by.kind}:{by.id}"[:120], occurred_at=now,
    )  # fmt: skip
    announce(OrderChanged(order_id=order.id, kind="lines", customer_id=order.customer_id), by=by, now=now)
    return added


def source_added(
    order: Order, placement: Placement, lines: Sequence[OrderLine], added: Sequence[OrderLine], *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Decide from where the added lines come; what the others have stays with them.

    :raises CannotBeSourced: when nobody has them
    """
    settle_money(order, [*lines, *added], by=by, now=now)
    pieces = {line.position: line.ordered for line in added}
    if not source_again(order, placement, [*lines, *added], pieces, ADDED, by=by, now=now):
        raise CannotBeSourced(sku=added[0].product.sku, missing=added[0].ordered)
