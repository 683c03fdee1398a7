"""Where the pieces of an order are that somebody wants to cancel, and what was asked of whom."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from shopkeeper.core.actors import Actor
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory.public import LocationKind, get_locations
from shopkeeper.orders.contracts import AskedCancellationCard, AskedOf, CancellationPlan, MovementKind
from shopkeeper.orders.models import Allocation, AskedCancellation, Movement, Order, OrderLine
from shopkeeper.orders.queries.book import orders_visible_to, ref_of
from shopkeeper.orders.queries.staying import list_brought
from shopkeeper.orders.rules.canceling import Stage, plan_cancellation
from shopkeeper.orders.rules.money import PricedLine, worth
from shopkeeper.orders.rules.states import left_to_ship


def find_stage(line: OrderLine) -> Stage:
    """Where the pieces of a line are that have not left; what a supplier has yet to bring to a store is with the
    supplier."""
    rows = Allocation.objects.filter(line=line.id, open__gt=0, location__kind=LocationKind.SUPPLIER).order_by()
    there = Counter(dict(rows.values_list("location__code").annotate(pieces=Sum("open"))))
    for row, node in list_brought(line.order_id, line_id=line.id) if line.awaited else ():
        there[node] += row.open
    waiting = AskedCancellation.objects.filter(line=line.id, asked_of=AskedOf.SUPPLIER, answered_at=None).order_by()
    asked = dict(waiting.values_list("node").annotate(pieces=Sum("quantity")))
    left = [(node, there[node] - asked.get(node, 0)) for node in sorted(there)]
    ours = left_to_ship(line.counters) - sum(there.values())
    return Stage(ours, tuple((node, pieces) for node, pieces in left if pieces > 0))


def list_in_parcel(order: Order, parcel_id: UUID) -> dict[UUID, int]:
    """The pieces in a parcel, by line."""
    rows = Movement.objects.filter(
        line__order=order, kind=MovementKind.SHIPPED, ref=f"parcel:{parcel_id}", undone_at=None
    ).order_by()
    return dict(rows.values_list("line").annotate(pieces=Sum("quantity")))


def list_parcels_under_way(order: Order, *, now: datetime) -> list[UUID]:
    """The parcels of an order that a carrier could still stop, and that nobody has asked to."""
    asked = {stop.parcel_id for stop in delivery.list_stops_for_ref(ref_of(order.id))}
    return [
        parcel.id
        for parcel in delivery.list_parcels_for_ref(ref_of(order.id), now=now)
        if parcel.state is delivery.ParcelState.ON_ITS_WAY and parcel.id not in asked
    ]


def preview_cancellation(
    order_id: UUID, *, now: datetime, line_id: UUID | None = None, quantity: int = 0
) -> CancellationPlan:
    """What would become of pieces of a line, or of a whole order; nothing is written.

    :raises AlreadyShipped: when fewer pieces of the line are left
    """
    order = Order.objects.get(pk=order_id)
    lines = list(OrderLine.objects.filter(order=order).order_by("position"))
    at_once = of_supplier = 0
    money = Decimal(0)
    for line in lines:
        wanted = find_stage(line).left if line_id is None else quantity if line.id == line_id else 0
        if wanted or line.id == line_id:
            plan = plan_cancellation(find_stage(line), wanted)
            at_once += plan.at_once
            of_supplier += sum(pieces for _node, pieces in plan.by_supplier)
            priced = PricedLine(line.unit_price, line.discount, line.ordered, line.canceled, line.shipped)
            kept = line.ordered - line.canceled
            money += worth(priced, kept) - worth(priced, kept - plan.at_once)
    parcels = list_parcels_under_way(order, now=now) if line_id is None else []
    of_carrier = sum(sum(list_in_parcel(order, parcel).values()) for parcel in parcels)
    return CancellationPlan(at_once, of_supplier, of_carrier, tuple(parcels), money)


def list_asked_cancellations(order_id: UUID) -> list[AskedCancellationCard]:
    """What others were asked to let go of an order, newest first."""
    return _cards(_rows().filter(line__order=order_id).order_by("-asked_at", "-id"))


def list_unanswered(*, by: Actor, due_before: datetime | None = None, limit: int = 100) -> list[AskedCancellationCard]:
    """What suppliers have not answered yet, of orders that `by` may see, due first; or only what they should have."""
    rows = _rows().filter(answered_at=None, asked_of=AskedOf.SUPPLIER, line__order__in=orders_visible_to(by))
    rows = rows.filter(due_at__lte=due_before) if due_before else rows
    return _cards(rows.order_by("due_at")[:limit])


def find_asked_cancellation(asked_id: UUID, *, by: Actor) -> AskedCancellationCard | None:
    """One of them, of an order that `by` may see."""
    found = _cards(_rows().filter(pk=asked_id, line__order__in=orders_visible_to(by)))
    return found[0] if found else None


def _rows() -> QuerySet[AskedCancellation]:
    return AskedCancellation.objects.select_related("line__order", "line__product")


def _cards(rows: Iterable[AskedCancellation]) -> list[AskedCancellationCard]:
    found = list(rows)
    places = get_locations({row.node for row in found if row.asked_of == AskedOf.SUPPLIER}) if found else {}
    return [_card(row, places[row.node].name if row.node in places else row.node) for row in found]


def _card(row: AskedCancellation, place: str) -> AskedCancellationCard:
    return AskedCancellationCard(
        row.id, row.line.order_id, row.line.order.number, row.line_id, row.line.product.name or row.line.product.sku,
        row.quantity, AskedOf(row.asked_of), row.node, row.asked_at, row.due_at, row.answered_at, row.agreed, row.why,
        row.stop_id, place, row.asked_by, row.answered_by,
    )  # fmt: skip
