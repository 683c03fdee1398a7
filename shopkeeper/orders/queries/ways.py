"""Every way in which what has not left of an order could come: by carrier or collected, with the pieces that it has,
and what it waits for behind them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from shopkeeper.core.actors import system_actor
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory.public import LocationKind
from shopkeeper.orders.contracts import Address, AwaitedCard, BasketLine, How
from shopkeeper.orders.models import Allocation, Order, Placement
from shopkeeper.orders.queries.awaited import list_awaited_of
from shopkeeper.orders.queries.lacking import list_lacking
from shopkeeper.orders.queries.staying import list_suppliers

_READER = system_actor("orders.ways")
_DAYS = 6

type Kept = dict[str, dict[str, int]]
"""Pieces by location and SKU."""


@dataclass(frozen=True, slots=True)
class WayToCome:
    """An offer on one of its days, under a name that stays the same while nothing about it changes."""

    offer: delivery.DeliveryOffer
    day: date
    price: Decimal
    follows_on: date | None = None
    """When comes what the order waits for, where that does not come along."""
    waits: bool = False
    """It is not here yet: the offer counts it as if it were, and does not hold by its key."""

    @property
    def name(self) -> str:
        """For forms; the offer itself goes by its key."""
        return f"{self.offer.carrier}|{self.offer.service}|{self.offer.node if self.offer.ready_at else ''}|{self.day}"

    @property
    def how(self) -> How:
        """As a change asks for it."""
        if self.waits:
            told = self.offer
            return How(carrier_key=told.carrier, service=told.service, promised_on=self.day, price=self.price)
        chosen = self.day if self.day in self.offer.days else None
        return How(offer=self.offer.key, promised_on=chosen, price=self.price)


def list_ways(
    order_id: UUID, lines: Sequence[BasketLine], address: Address, *, channel: str, now: datetime
) -> list[WayToCome]:
    """The ways in which these lines of an order can reach an address, or be collected near it, soonest first; ordinary
    services where it waits for some of them. What suppliers send is not among the lines, and cannot be collected."""
    to = delivery.Destination(
        country=address.country, postcode=address.postcode, region=address.region, latitude=address.latitude,
        longitude=address.longitude,
    )  # fmt: skip
    basket = [delivery.BasketLine(line.sku, line.quantity) for line in lines]
    asked = partial(_offer, basket, to, channel=channel, now=now)
    in_vain, is_sent = _in_vain(order_id), bool(list_suppliers(order_id))
    found = [
        one
        for one in asked(kept=list_kept(order_id))
        if (one.node != in_vain and not is_sent if one.ready_at else address.postcode)
    ]
    awaited, later = list_awaited_of(order_id), list[WayToCome]()
    if awaited and address.postcode and all(one.comes_on for one in found):
        later = _list_later(awaited, lines, asked(kept=list_kept(order_id, awaited)), now=now)
    days = [(one, day) for one in found for day in (one.days[:_DAYS] or (one.promised_on,))]
    return [*(WayToCome(one, day, fair_price(order_id, one.price)) for one, day in days), *later]


def _offer(
    basket: Sequence[delivery.BasketLine], to: delivery.Destination, *, channel: str, kept: Kept, now: datetime
) -> tuple[delivery.DeliveryOffer, ...]:
    """The delivery offers for a basket of which some is kept already."""
    return delivery.offer_deliveries(lines=basket, address=to, by=_READER, now=now, channel=channel, kept=kept)


def _list_later(
    awaited: Sequence[AwaitedCard], lines: Sequence[BasketLine], offers: Sequence[delivery.DeliveryOffer], *,
    now: datetime,
) -> list[WayToCome]:  # fmt: skip
    """What is here comes by the day of the offer, what it waits for as many days after it is here; none where nobody
    knows when that is and nothing else is left."""
    days = [card.due_on for card in awaited]
    last = None if None in days else max(day for day in days if day)
    is_all = sum(card.pieces for card in awaited) >= sum(line.quantity for line in lines)
    found = []
    for one in offers:
        follows = last + (one.promised_on - now.date()) if last else None
        day = follows if is_all else one.promised_on
        if one.kind is delivery.ServiceKind.STANDARD and day:
            found.append(WayToCome(one, day, one.price, None if is_all else follows, waits=True))
    return found


def _in_vain(order_id: UUID) -> str:
    """The store that looked for its pieces and has not got them all, whatever its record says."""
    if not list_lacking(order_id):
        return ""
    return Placement.objects.values_list("location", flat=True).get(order=order_id)


def fair_price(order_id: UUID, price: Decimal) -> Decimal:
    """What a way costs the customer: no more than before, where a store cannot keep its word."""
    if not list_lacking(order_id):
        return price
    return min(price, Order.objects.values_list("shipping_total", flat=True).get(pk=order_id))


def list_kept(order_id: UUID, awaited: Sequence[AwaitedCard] = ()) -> Kept:
    """What the order has already at our places, and what it waits for as if it were there, by location and SKU."""
    rows = Allocation.objects.filter(line__order=order_id, open__gt=0).exclude(location__kind=LocationKind.SUPPLIER)
    found = defaultdict[str, Counter[str]](Counter)
    for place, sku, pieces in rows.values_list("location__code", "line__product__sku", "open"):
        found[place][sku] += pieces
    for card in awaited:
        found[card.location][card.sku] += card.pieces
    return {place: dict(pieces) for place, pieces in found.items()}
