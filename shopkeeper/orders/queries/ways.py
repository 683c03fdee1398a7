"""Every way in which what has not left of an order could come: by carrier or collected, with the pieces that it has."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from shopkeeper.core.actors import system_actor
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import Address, BasketLine, How
from shopkeeper.orders.models import Allocation, Order, Placement
from shopkeeper.orders.queries.lacking import list_lacking

_READER = system_actor("orders.ways")
_DAYS = 6


@dataclass(frozen=True, slots=True)
class WayToCome:
    """An offer on one of its days, under a name that stays the same while nothing about it changes."""

    offer: delivery.DeliveryOffer
    day: date
    price: Decimal

    @property
    def name(self) -> str:
        """For forms; the offer itself goes by its key."""
        return f"{self.offer.carrier}|{self.offer.service}|{self.offer.node if self.offer.ready_at else ''}|{self.day}"

    @property
    def how(self) -> How:
        """As a change asks for it."""
        chosen = self.day if self.day in self.offer.days else None
        return How(offer=self.offer.key, promised_on=chosen, price=self.price)


def list_ways(
    order_id: UUID, lines: Sequence[BasketLine], address: Address, *, channel: str, now: datetime
) -> list[WayToCome]:
    """The ways in which these lines of an order can reach an address, or be collected near it, soonest first."""
    to = delivery.Destination(
        country=address.country, postcode=address.postcode, region=address.region, latitude=address.latitude,
        longitude=address.longitude,
    )  # fmt: skip
    basket = [delivery.BasketLine(line.sku, line.quantity) for line in lines]
    offers = delivery.offer_deliveries(
        lines=basket, address=to, by=_READER, now=now, channel=channel, kept=list_kept(order_id)
    )  # fmt: skip
    in_vain = _in_vain(order_id)
    found = [one for one in offers if (one.node != in_vain if one.ready_at else address.postcode)]
    days = [(one, day) for one in found for day in (one.days[:_DAYS] or (one.promised_on,))]
    return [WayToCome(one, day, fair_price(order_id, one.price)) for one, day in days]


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


def list_kept(order_id: UUID) -> dict[str, dict[str, int]]:
    """What the order has already, by location and SKU."""
    rows = Allocation.objects.filter(line__order=order_id, open__gt=0).order_by()
    found = defaultdict[str, dict[str, int]](dict)
    for place, sku, pieces in rows.values_list("location__code", "line__product__sku").annotate(n=Sum("open")):
        found[place][sku] = pieces
    return found
