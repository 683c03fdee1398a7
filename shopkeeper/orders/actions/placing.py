"""An order is placed here, in one call: price, payment, stock, promise; all of it or nothing, once for each key."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.idempotency import KeyReused
from shopkeeper.core.ids import new_id, short_number
from shopkeeper.core.statements import as_array, fetch
from shopkeeper.core.writing import insert
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.numbering import TURN
from shopkeeper.orders.actions.offering import Offered, as_offered, gone
from shopkeeper.orders.actions.pickups import promise_pickup
from shopkeeper.orders.actions.presale import source_or_wait
from shopkeeper.orders.actions.sourcing import Sourced, release_carts, source_new
from shopkeeper.orders.actions.unbundling import unbundle
from shopkeeper.orders.contracts import HowKind, NewPlacement, Placed
from shopkeeper.orders.errors import CompanyNotFound, WhereToMissing
from shopkeeper.orders.events import OrderPlaced
from shopkeeper.orders.models import Order, OrderLine, Placement, Sourcing
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.awaited import find_collecting_time
from shopkeeper.orders.queries.calendar import today
from shopkeeper.orders.rules.baskets import check_ahead, check_basket, check_how
from shopkeeper.orders.words import explain
from shopkeeper.organization import public as organization
from shopkeeper.payments import public as payments
from shopkeeper.pricing import public as pricing

_TURN = f"""
SELECT pg_advisory_xact_lock(hashtextextended($2::text, 0)), nextval('orders_number'),
    CASE WHEN $1::uuid IS NOT NULL THEN {TURN} END"""
_LOOK_UP = """
SELECT known.id, known.fingerprint,
    $3::uuid IS NULL OR EXISTS (SELECT FROM customers_customer WHERE id = $3::uuid)
        AND ($4::uuid IS NULL OR EXISTS (SELECT FROM customers_sourcerecord WHERE id = $4::uuid)),
    $5::uuid IS NULL OR EXISTS (SELECT FROM organization_outlet WHERE id = $5::uuid),
    ARRAY(SELECT asked FROM unnest($6::uuid[]) asked WHERE NOT EXISTS (
        SELECT FROM accounts_company WHERE id = asked)),
    (SELECT last.sequence FROM unnest($7::uuid[]) self, LATERAL (
        SELECT o.sequence, o.placed_at FROM orders_order o WHERE o.customer_id = self AND o.sequence IS NOT NULL
        ORDER BY o.placed_at DESC, o.sequence DESC LIMIT 1) last
        ORDER BY last.placed_at DESC, last.sequence DESC LIMIT 1),
    coalesce((SELECT currency FROM organization_retailer LIMIT 1), 'GBP')
FROM (SELECT) always LEFT JOIN LATERAL (
    SELECT o.id, p.fingerprint FROM orders_order o LEFT JOIN orders_placement p ON p.order_id = o.id
    WHERE (o.source, o.source_key) = ($1::text, $2::text)) known ON true"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the book knows before an order is placed."""

    order_id: UUID | None
    fingerprint: str | None
    is_somebody: bool
    is_outlet: bool
    unknown_companies: list[UUID]
    last: int | None
    currency: str


@action
def place_order(*, placement: NewPlacement, by: Actor, now: datetime) -> Placed:
    """Place an order on our own stock. The same key and request again gives the same order and changes nothing.

    A delivery offer that it names decides how, for how much, and from where.

    :raises KeyReused: when the key belongs to another request
    :raises OfferGone: when the delivery offer does not hold any more; names the nearest that does
    :raises ImpossibleQuantity: when a line has no piece, or more than anybody means
    :raises DayOver: when it is promised for a day in the past
    :raises ProductNotFound: when a SKU is not known
    :raises PriceRose: when a price rose above the one shown
    :raises CannotBeSourced: when no location, or allowed split, has it all
    :raises MeansDoNotAddUp: when the means of payment do not add up to the total
    """
    number, known = _take_turn(placement)
    fingerprint = hashlib.sha256(msgspec.json.encode(placement)).hexdigest()
    if known.order_id is not None:
        return _placed_before(known.order_id, known.fingerprint == fingerprint)
    check_basket(placement)
    placement, offered = as_offered(placement, now=now)
    check_how(placement.how, postcode=placement.address.postcode)
    check_ahead(placement.how.promised_on, placement.how.promised_at, today=today(now), now=now)
    order, lines, row = _write_down(placement, known, number, fingerprint, now=now)
    ref, total = ref_of(order.id), order.goods_total + order.shipping_total
    _put_up(placement, order, by=by, now=now)
    release_carts(placement.cart_refs, by=by, now=now)
    waits = offered.comes_on is not None or (placement.may_wait and not offered.parts)
    source = source_or_wait if waits else source_new
    sourced = source(order, row, lines, may_split=placement.may_split, offered=offered, by=by, now=now)
    if sourced is None:
        raise gone(placement.basket, placement.how.service, now=now)
    _promise(placement, order, sourced, offered, by=by, now=now)
    placed = OrderPlaced(
        order_id=order.id, ref=ref, channel=order.channel, placed_at=now, customer_id=order.customer_id,
        outlet_id=order.outlet_id,
    )  # fmt: skip
    announce(placed, by=by, now=now)
    return Placed(
        order.id, order.number, ref, order.currency, order.goods_total, order.shipping_total, total, sourced.words
    )


def _take_turn(placement: NewPlacement) -> tuple[str, _Known]:
    """Wait until nobody else places an order by this key or for this customer, draw a number, and look up what is
    known by then."""
    [(_, number, _)] = fetch(_TURN, [placement.customer_id, f"order:{placement.source}:{placement.key}"])
    selves = customers.ids_of(placement.customer_id) if placement.customer_id else []
    asked = (placement.customer_id, placement.record_id, placement.outlet_id, as_array(_companies(placement)))
    [row] = fetch(_LOOK_UP, [placement.source, placement.key, *asked, as_array(selves)])
    return short_number(number), _Known(*row)


def _companies(placement: NewPlacement) -> set[UUID]:
    return {company for company in (placement.account_id, placement.payer_id) if company}


def _placed_before(order_id: UUID, is_same: bool) -> Placed:
    if not is_same:
        raise KeyReused
    order = Order.objects.get(pk=order_id)
    first = Sourcing.objects.filter(order=order).order_by("attempt").first()
    words = explain(first.parts, first.missing) if first else ()
    total = order.goods_total + order.shipping_total
    return Placed(
        order.id, order.number, ref_of(order.id), order.currency, order.goods_total, order.shipping_total, total,
        words, is_new=False,
    )  # fmt: skip


def _write_down(
    placement: NewPlacement, known: _Known, number: str, fingerprint: str, *, now: datetime
) -> tuple[Order, list[OrderLine], Placement]:
    sequence = _place_in_history(placement, known)
    currency = placement.currency or known.currency
    wanted = [pricing.Wanted(line.sku, line.quantity, line.shown) for line in placement.lines]
    quote = pricing.quote(wanted, currency=currency, outlet_id=placement.outlet_id, now=now)
    pieces = unbundle(quote.lines)
    address, how = placement.address, placement.how
    order = Order(
        id=new_id(), source=placement.source, source_key=placement.key, recorded_at=now, number=number,
        channel=placement.channel, outlet_id=placement.outlet_id, record_id=placement.record_id,
        customer_id=placement.customer_id, account_id=placement.account_id,
        payer_id=placement.payer_id or placement.account_id, currency=currency, placed_at=now,
        postcode_area=address.postcode_area, city=address.city, region=address.region, country=address.country,
        ship_name=address.name, ship_street=address.street, ship_postcode=address.postcode,
        goods_total=quote.goods_total, shipping_total=how.price, sequence=sequence,
    )  # fmt: skip
    lines = [
        OrderLine(
            id=new_id(), order=order, source=order.source, source_key=f"{order.source_key}/{place}", recorded_at=now,
            position=place, placed_at=order.placed_at, product_id=line.product_id, supplier_id=line.supplier_id,
            unit_price=line.unit_price, unit_cost=line.unit_cost, ordered=line.quantity, allocated=line.quantity,
            sold_in_id=line.sold_in,
        )
        for place, line in enumerate(pieces, start=1)
    ]  # fmt: skip
    for line, told in zip(lines, pieces, strict=True):  # spares looking them up again
        line.sku, line.name, line.sold_as = told.sku, told.name, told.sold_as  # type: ignore[attr-defined]
    row = Placement(
        id=new_id(), order=order, fingerprint=fingerprint, method=how.kind, carrier_key=how.carrier_key,
        service=how.service, location=how.location, promised_on=how.promised_on, latitude=address.latitude,
        longitude=address.longitude, attempts=1,
    )  # fmt: skip
    insert(order, *lines, row)
    return order, lines, row


def _place_in_history(placement: NewPlacement, known: _Known) -> int | None:
    """Who orders is somebody, and this is their how-many-eth order."""
    if not known.is_outlet:
        raise organization.OutletNotFound(key=placement.outlet_id)
    if not known.is_somebody:
        raise customers.CustomerNotFound(key=placement.customer_id)
    if known.unknown_companies:
        raise CompanyNotFound(key=known.unknown_companies[0])
    return (known.last or 0) + 1 if placement.customer_id else None


def _put_up(placement: NewPlacement, order: Order, *, by: Actor, now: datetime) -> None:
    selves = customers.ids_of(placement.customer_id) if _uses_credit(placement) and placement.customer_id else []
    payments.put_up(
        ref=ref_of(order.id), total=order.goods_total + order.shipping_total, currency=order.currency,
        means=placement.means, customer_ids=selves, by=by, now=now,
    )  # fmt: skip


def _uses_credit(placement: NewPlacement) -> bool:
    return any(one.method is payments.Method.STORE_CREDIT for one in placement.means)


def _promise(
    placement: NewPlacement, order: Order, sourced: Sourced, offered: Offered, *, by: Actor, now: datetime
) -> None:
    how = placement.how
    if how.kind is HowKind.DELIVERY and how.promised_on is not None:
        for place in sourced.locations:
            delivery.prepare_parcel(
                ref=ref_of(order.id), carrier_key=how.carrier_key, service=how.service, ship_from=place.code,
                promised_on=how.promised_on, postcode_area=order.postcode_area, region=order.region,
                country=order.country, record_id=order.record_id, customer_id=order.customer_id,
                leaves_on=offered.leaves_on(place.code), by=by, now=now,
            )  # fmt: skip
        return
    place = sourced.locations[0] if sourced.locations else inventory.get_locations([how.location])[how.location]
    if place.outlet_id is None or how.promised_at is None:
        raise WhereToMissing
    comes_at = find_collecting_time(order.id, now=now) if placement.may_wait and not offered.parts else None
    promised_at = max(how.promised_at, comes_at or how.promised_at)
    promise_pickup(order_id=order.id, outlet_id=place.outlet_id, promised_at=promised_at, by=by, now=now)
