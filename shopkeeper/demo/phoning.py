"""Orders that the contact center takes by telephone: placed on our own stock, packed and sent by the warehouses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.demo.generator.dice import dice
from shopkeeper.interactions.public import Channel
from shopkeeper.orders import public as orders
from shopkeeper.organization import public as organization
from shopkeeper.payments import public as payments

_SOURCE, _CARD = "demo-phone", "ok"
_WAITING = 14
"""Orders that somebody has to send: with less than half of them, more customers call."""
_PACKED = 4
"""Of these, the first are in their parcels already."""
_EVERY = timedelta(minutes=25)
_OPEN, _CLOSE, _ARRIVES = 8, 18, 13
"""Hours of the day: when calls come in and parcels leave, and from when on they arrive."""
_SENT_AFTER = timedelta(hours=5)
_CALLERS = """
    SELECT p.customer_id, p.name, p.street, p.postcode, p.city FROM customers_profile p
    WHERE p.street <> '' AND p.postcode <> '' AND p.phone <> '' AND p.records > 1 ORDER BY p.customer_id LIMIT 600"""
_STOCKED = """
    SELECT t.sku FROM inventory_position p JOIN inventory_location l ON l.id = p.location_id
    JOIN catalog_product t ON t.id = p.product_id
    WHERE l.kind = 'warehouse' AND p.on_hand > 20 AND t.list_price > 0 GROUP BY t.sku ORDER BY t.sku"""
_ON_THEIR_WAY = """
    SELECT o.id, p.id, p.promised_on FROM orders_order o JOIN delivery_parcel p ON p.ref = 'order:' || o.id
    WHERE o.source = %s AND p.handed_over_at IS NOT NULL AND p.delivered_at IS NULL AND p.promised_on <= %s"""


@dataclass(frozen=True, slots=True)
class _Caller:
    """Somebody who orders by telephone, and where it is to go."""

    customer_id: UUID
    address: orders.Address


def take_calls(*, by: Actor, now: datetime) -> int:
    """Orders of this morning, or of the evening before; gives how many could be placed."""
    chance = dice(int(now.timestamp()), "calls")
    callers, stocked = _list_callers(), [sku for (sku,) in _read(_STOCKED)]
    placed = 0
    for at in _moments(now) if callers and stocked else ():
        placed += _place(chance.choice(callers), chance.sample(stocked, chance.randint(1, 2)), chance, by=by, now=at)
    for card in orders.list_to_send(by=by, now=now)[:_PACKED]:
        if not card.is_suppliers:
            _pack(card, by=by, now=now)
    return placed


def keep_sending(*, by: Actor, now: datetime) -> None:
    """Send what has waited for hours, bring what is due today, and take new calls where little is left to send."""
    if not _OPEN <= _local(now).hour < _CLOSE:
        return
    waiting = [card for card in orders.list_to_send(by=by, now=now) if not card.is_held]
    old = [card for card in waiting if card.since < now - _SENT_AFTER]
    for card in old:
        _send(card, by=by, now=now)
    if _local(now).hour >= _ARRIVES:
        for order_id, parcel_id, _promised_on in _read(_ON_THEIR_WAY, [_SOURCE, _local(now).date()]):
            orders.tell_arrival(order_id=order_id, parcel_id=parcel_id, at=now, by=by, now=now)
    if len(waiting) - len(old) < _WAITING / 2:
        take_calls(by=by, now=now)


def _place(caller: _Caller, skus: Sequence[str], chance: Random, *, by: Actor, now: datetime) -> bool:
    """By the first or second way in which it can come; nobody is promised what is not there."""
    lines = tuple(orders.BasketLine(sku, chance.randint(1, 2)) for sku in skus)
    try:
        placement = _choose(caller, lines, chance, by=by, now=now)
        if placement:
            orders.place_order(placement=placement, by=by, now=now)
    except Refusal:
        return False
    return placement is not None


def _choose(
    caller: _Caller, lines: tuple[orders.BasketLine, ...], chance: Random, *, by: Actor, now: datetime
) -> orders.NewPlacement | None:
    address = caller.address
    offers = delivery.offer_deliveries(
        lines=[delivery.BasketLine(line.sku, line.quantity) for line in lines],
        address=delivery.Destination(country=address.country, postcode=address.postcode), by=by, now=now,
        channel="phone",
    )  # fmt: skip
    sent = [offer for offer in offers if offer.kind in (delivery.ServiceKind.STANDARD, delivery.ServiceKind.NEXT_DAY)]
    if not sent:
        return None
    card = payments.Means(method=payments.Method.CARD, token=_CARD)
    return orders.NewPlacement(
        key=f"{now:%Y%m%d%H%M}-{caller.customer_id}", source=_SOURCE, channel=Channel.PHONE, lines=lines, means=(card,),
        how=orders.How(offer=chance.choice(sent[:2]).key), address=address, customer_id=caller.customer_id,
    )  # fmt: skip


def _pack(card: orders.ToSend, *, by: Actor, now: datetime) -> None:
    """Each piece is scanned, and the parcel closed; its carrier makes the label."""
    order_id, parcel_id = card.order_id, card.parcel_id
    orders.scan_all_into_parcel(order_id=order_id, parcel_id=parcel_id, by=by, now=now)
    orders.pack_parcel(order_id=order_id, parcel_id=parcel_id, by=by, now=now)


def _send(card: orders.ToSend, *, by: Actor, now: datetime) -> None:
    try:
        _pack(card, by=by, now=now)
        label = card.label or f"P{card.order_number}"
        orders.hand_over_to_carrier(
            order_id=card.order_id, parcel_id=card.parcel_id, tracking_number=label, by=by, now=now
        )
    except Refusal:
        return  # a visitor was quicker, or changed the order


def _moments(now: datetime) -> list[datetime]:
    """One order every now and then in the hours of business before now, the oldest first."""
    found, at = list[datetime](), now - timedelta(minutes=3)
    while len(found) < _WAITING:
        if _OPEN <= _local(at).hour < _CLOSE:
            found.append(at)
            at -= _EVERY
        else:
            at -= timedelta(hours=1)
    return found[::-1]


def _list_callers() -> list[_Caller]:
    country = organization.get_retailer().country
    return [
        _Caller(customer, orders.Address(name=name, street=street, postcode=postcode[:16], city=city, country=country))
        for customer, name, street, postcode, city in _read(_CALLERS)
    ]


def _local(now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(organization.get_retailer().time_zone))


def _read(statement: str, facts: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts or None)
        return cursor.fetchall()
