"""Somebody looks at pieces that came back: where they go, and how much of their price goes back."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.refunding import give_for_return, settle_request
from shopkeeper.orders.actions.returns.steps import check_state, lock_request, name_of, note
from shopkeeper.orders.contracts import Disposition, FoundPieces, ReturnKind, ReturnState
from shopkeeper.orders.errors import NotThatManyCame
from shopkeeper.orders.events import ReturnInspected
from shopkeeper.orders.models import Inspection, Order, OrderLine, Return, ReturnItem, ReturnRequest
from shopkeeper.orders.queries.ruling import list_policies, policy_for
from shopkeeper.orders.rules.returning import percent_back, share

PLACES = {
    Disposition.RESTOCK: inventory.ReturnedTo.SHELF,
    Disposition.REFURBISH: inventory.ReturnedTo.WORKSHOP,
    Disposition.SUPPLIER: inventory.ReturnedTo.SUPPLIER,
    Disposition.DESTROY: inventory.ReturnedTo.BIN,
}


@action
def inspect_return(*, request_id: UUID, found: Sequence[FoundPieces], by: Actor, now: datetime) -> bool:
    """Say what was found of pieces that came, and where they go; gives whether all were looked at. With the last one
    the money goes back.

    :raises NotPossibleNow: when they have not come, or were all looked at
    :raises NotThatManyCame: when more are found than came
    :raises NotPermitted: when somebody who may not decide returns gives more than the policy
    """
    row, order, lines = lock_request(request_id)
    check_state(row, ReturnState.RECEIVED)
    items = {item.id: item for item in row.items.select_related("product").order_by("id")}
    for one in found:
        item = items.get(one.item_id)
        there = item.received - item.inspected if item else 0
        if item is None or not 1 <= one.quantity <= there:
            raise NotThatManyCame(there=there)
        _write(item, one, by=by, now=now)
    is_done = all(item.inspected == item.received for item in items.values())
    if is_done:
        _finish(row, order, lines, list(items.values()), by=by, now=now)
    place = row.location.code if row.location else ""
    for one in found if place else ():
        inventory.put_returned(
            sku=items[one.item_id].product.sku, location=place, pieces=one.quantity, to=PLACES[one.disposition],
            ref=f"return:{row.id}", by=by, now=now,
        )  # fmt: skip
    return is_done


def _write(item: ReturnItem, one: FoundPieces, *, by: Actor, now: datetime) -> None:
    usual = percent_back(one.condition, policy_for(item.product_id, list_policies()))
    percent = usual if one.percent is None else one.percent
    if percent > usual:
        by.require("orders.decide_returns")
    Inspection.objects.create(
        id=new_id(), item=item, quantity=one.quantity, condition=one.condition, disposition=one.disposition,
        percent=percent, photo=one.photo, note=one.note, inspected_by=name_of(by), inspected_at=now,
    )  # fmt: skip
    ReturnItem.objects.filter(pk=item.pk).update(inspected=F("inspected") + one.quantity)
    item.inspected += one.quantity


def _finish(
    row: ReturnRequest, order: Order | None, lines: list[OrderLine], items: Sequence[ReturnItem], *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    ReturnRequest.objects.filter(pk=row.pk).update(inspected_at=now)
    note(row, "inspected", by=by, now=now)
    told = ReturnInspected(request_id=row.id, order_id=row.order_id, customer_id=row.customer_id)
    announce(told, by=by, now=now)
    if row.kind == ReturnKind.CALLED_BACK:
        settle_request(row, by=by, now=now)
        return
    amounts = {item.id: _amount(item) for item in items}
    for item in items:
        if item.fact_id and amounts[item.id]:
            Return.objects.filter(pk=item.fact_id).update(refund_amount=amounts[item.id])
    total = sum(amounts.values(), Decimal(0))
    give_for_return(row, order, total + _delivery(order, lines, items, total), by=by, now=now)


def _amount(item: ReturnItem) -> Decimal:
    rows = Inspection.objects.filter(item=item, undone_at=None)
    return sum((share(item.worth, row.quantity, item.quantity, row.percent) for row in rows), Decimal(0))


def _delivery(order: Order | None, lines: Sequence[OrderLine], items: Sequence[ReturnItem], total: Decimal) -> Decimal:
    """What delivery cost goes back with the last piece of an order, where the policy of what came says so."""
    if order is None or not total or not order.shipping_total:
        return Decimal(0)
    kept = sum(line.ordered - line.canceled - line.returned for line in lines)
    policies = list_policies()
    may = all(policy_for(item.product_id, policies).refunds_delivery for item in items)
    return order.shipping_total if not kept and may else Decimal(0)
