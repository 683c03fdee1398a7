"""What may be asked of orders of every channel."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor
from shopkeeper.core.remembering import remembered
from shopkeeper.orders.contracts import Counters, LineCard, OrderCard, PickupCard, ReturnsOfProduct
from shopkeeper.orders.models import Order, OrderLine, Pickup, Return
from shopkeeper.orders.rules.states import pickup_state, state_of

_LATELY = timedelta(days=14)


def ref_of(order_id: UUID) -> str:
    """How the ledgers below speak of an order."""
    return f"order:{order_id}"


def demand_ref(order_id: UUID, position: int) -> str:
    """Under which name the stock keeps the pieces of a line."""
    return f"{ref_of(order_id)}/{position}"


def orders_visible_to(by: Actor) -> QuerySet[Order]:
    """The orders that `by` may open: all, or those sold at or to be collected at their outlets."""
    if by.scopes.company_wide:
        return Order.objects.all()
    outlets = [UUID(outlet) for outlet in by.scopes.values.get("outlet_id", frozenset())]
    collected_here = Pickup.objects.filter(outlet__in=outlets).values("order")
    return Order.objects.filter(Q(outlet__in=outlets) | Q(pk__in=collected_here))


def may_open(key: str, *, by: Actor) -> bool:
    """Whether an id or number leads `by` to an order of their own scope."""
    rows = orders_visible_to(by)
    try:
        return rows.filter(pk=UUID(key)).exists()
    except ValueError:
        return bool(list_orders_by_number(key, by=by, limit=1))


def list_orders_of(customer_ids: Iterable[UUID], *, by: Actor | None = None, limit: int = 100) -> list[OrderCard]:
    """The orders of one person, newest first; with `by`, only those that they may open."""
    rows = orders_visible_to(by) if by else Order.objects.all()
    rows = rows.filter(customer__in=list(customer_ids), described=True).order_by("-placed_at")
    return cards_of(rows[:limit])


def list_orders_by_number(number: str, *, by: Actor, limit: int = 20) -> list[OrderCard]:
    """Orders with this number, in whatever case it was typed, that `by` may open."""
    asked = number.strip()
    rows = orders_visible_to(by).filter(number__in={asked, asked.upper(), asked.lower()}).order_by("-placed_at")
    return cards_of(rows[:limit])


def list_orders_by_exact_number(number: str, *, limit: int = 5) -> list[OrderCard]:
    """Orders with this number, of every outlet, newest first."""
    asked = number.strip()
    return cards_of(Order.objects.filter(number__in={asked, asked.upper()}).order_by("-placed_at")[:limit])


def find_order(order_id: UUID) -> OrderCard | None:
    """One order with its lines."""
    found = cards_of(Order.objects.filter(pk=order_id))
    return found[0] if found else None


def find_customer_of_order(order_id: UUID) -> UUID | None:
    """Who ordered, or None for a sale without a name."""
    return Order.objects.filter(pk=order_id).values_list("customer", flat=True).first()


def list_numbers(order_ids: Iterable[UUID]) -> list[tuple[UUID, str]]:
    """Ids with the numbers of these orders."""
    return list(Order.objects.filter(pk__in=list(order_ids)).values_list("id", "number"))


def get_order_cards(order_ids: Iterable[UUID]) -> dict[UUID, OrderCard]:
    """Many orders at once."""
    return {card.id: card for card in cards_of(Order.objects.filter(pk__in=set(order_ids)))}


def list_pickups(order_id: UUID) -> list[PickupCard]:
    """The pick-ups of an order that were not called off."""
    rows = Pickup.objects.filter(order=order_id, called_off_at=None).select_related("order", "outlet")
    return [pickup_card(row) for row in rows.order_by("promised_at")]


def list_open_pickups(
    *, outlets: Sequence[UUID] | None, since: datetime, limit: int = 50, to_come: bool = False
) -> list[PickupCard]:
    """Orders that wait to be found, shelved or collected, most urgent first; `outlets` None means everywhere. Those of
    which some is still on its way to the store are a list of their own (`to_come`): nobody looks for them yet."""
    rows = _open_pickups(outlets, since, to_come=to_come)
    return [pickup_card(row) for row in rows.select_related("order", "outlet").order_by("promised_at")[:limit]]


@remembered
def list_pickups_to_serve(*, by: Actor, now: datetime, limit: int = 50) -> list[PickupCard]:
    """What waits on, or is missing from, the shelves of the reader's outlets: the last two weeks."""
    return list_open_pickups(outlets=_own_outlets(by), since=now - _LATELY, limit=limit)


def _open_pickups(outlets: Sequence[UUID] | None, since: datetime, *, to_come: bool = False) -> QuerySet[Pickup]:
    on_its_way = Exists(OrderLine.objects.filter(order=OuterRef("order"), awaited__gt=0))
    rows = Pickup.objects.filter(collected_at=None, released_at=None, called_off_at=None, promised_at__gte=since)
    rows = rows.filter(on_its_way if to_come else ~on_its_way, order__canceled_at=None)
    return rows if outlets is None else rows.filter(outlet__in=outlets)


def open_pickups_at(outlet_id: UUID, *, since: datetime) -> QuerySet[Pickup]:
    """Orders that somebody is to collect at an outlet, of which all pieces should be there."""
    return _open_pickups([outlet_id], since)


def count_to_find(*, by: Actor, now: datetime, above: int) -> int:
    """All orders that have yet to be found at the reader's outlets, where more than so many are open; else 0."""
    rows = _open_pickups(_own_outlets(by), now - _LATELY)
    if not rows.order_by()[above : above + 1].exists():
        return 0
    return rows.filter(Q(ready_at=None) | Q(not_found_at__gte=F("ready_at"))).count()


def list_pickups_to_come(*, by: Actor, now: datetime) -> list[PickupCard]:
    """Orders to be collected at the reader's outlets of which some is still on its way there."""
    return list_open_pickups(outlets=_own_outlets(by), since=now - timedelta(days=90), to_come=True)


def _own_outlets(by: Actor) -> list[UUID] | None:
    return None if by.scopes.company_wide else [UUID(o) for o in by.scopes.values.get("outlet_id", frozenset())]


def pickup_card(row: Pickup) -> PickupCard:
    """A row as others know it."""
    return PickupCard(
        id=row.id,
        order_id=row.order_id,
        order_number=row.order.number,
        outlet_id=row.outlet_id,
        outlet=row.outlet.name,
        customer_id=row.customer_id,
        promised_at=row.promised_at,
        ready_at=row.ready_at,
        collected_at=row.collected_at,
        not_found_at=row.not_found_at,
        shelf=row.shelf,
        state=pickup_state(replace(row.times, called_off_at=row.called_off_at or row.order.canceled_at)),
        keep_until=row.keep_until,
        collector=row.collector,
        put_back_at=row.put_back_at,
        ordered_for=row.order.ship_name,
    )


def cards_of(rows: QuerySet[Order]) -> list[OrderCard]:
    """Rows as others know them. As plain values, since a list of orders has many of them and of their lines."""
    found = list(rows.values_list(*_ORDER))
    lines: dict[UUID, list[LineCard]] = {row[0]: [] for row in found}
    told = OrderLine.objects.filter(order__in=list(lines)).order_by("position").values_list(*_LINE) if found else ()
    bundles = _name_bundles({row[-1] for row in told} - {None})
    for order_id, line_id, position, sku, name, price, discount, batch, *counters, called, bundle in told:
        told_as = name_line(sku, name, called)
        card = LineCard(
            line_id, position, sku, told_as, price, discount, Counters(*counters), batch, bundles.get(bundle, "")
        )
        lines[order_id].append(card)
    return [_card(row, tuple(lines[row[0]])) for row in found]


_ORDER = (
    "id", "number", "channel", "outlet_id", "outlet__name", "customer_id", "currency", "placed_at", "goods_total",
    "shipping_total", "discount_total", "tax_total",
)  # fmt: skip
_LINE = (
    "order_id", "id", "position", "product__sku", "product__name", "unit_price", "discount", "batch", "ordered",
    "shipped", "delivered", "canceled", "returned", "described_as", "sold_in_id",
)  # fmt: skip


def name_line(sku: str, name: str, called: str) -> str:
    """What people call what a line sold: as the catalog describes it, else as its own system does."""
    return name if name and name != sku else called or sku


def _name_bundles(product_ids: set[UUID]) -> dict[UUID, str]:
    cards = catalog.get_product_cards(product_ids) if product_ids else {}
    return {key: card.name or card.sku for key, card in cards.items()}


def _card(row: tuple[Any, ...], lines: tuple[LineCard, ...]) -> OrderCard:
    key, number, channel, outlet_id, outlet, customer_id, currency, placed_at, *money = row
    goods, shipping, discount, tax = money
    return OrderCard(
        id=key, ref=ref_of(key), number=number, channel=channel, outlet_id=outlet_id, outlet=outlet or "",
        customer_id=customer_id, currency=currency, placed_at=placed_at, total=goods + shipping + tax - discount,
        state=state_of(line.counters for line in lines), lines=lines, shipping=shipping, discount=discount, tax=tax,
    )  # fmt: skip


def count_first_places(record_ids: Collection[UUID]) -> list[tuple[str, int]]:
    """Where the first order of each of these records was taken, those places first that took most."""
    first = Order.objects.filter(record__in=record_ids, outlet__isnull=False).order_by("record", "placed_at")
    places = first.distinct("record").values_list("outlet__name", flat=True)
    return Counter(places).most_common()


def find_returns_of_product(product_id: UUID, *, since: datetime) -> ReturnsOfProduct | None:
    """How much of a product came back of what was delivered since then, and why; None where nothing was delivered."""
    lines = OrderLine.objects.filter(product=product_id, placed_at__gte=since)
    sums = lines.aggregate(delivered=Sum("delivered"), returned=Sum("returned"))
    if not sums["delivered"]:
        return None
    back = Return.objects.filter(product=product_id, occurred_at__gte=since).exclude(reason=None)
    reasons = back.values_list("reason__name").annotate(pieces=Sum("quantity")).order_by("-pieces")[:3]
    return ReturnsOfProduct(sums["delivered"], sums["returned"], tuple(reasons))
