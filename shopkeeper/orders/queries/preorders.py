"""How a basket that nobody has whole can reach an address once what lacks has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from shopkeeper.core.actors import Actor
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import BasketLine
from shopkeeper.orders.queries.awaited import list_days


@dataclass(frozen=True, slots=True)
class Preorder:
    """A service for a basket that waits: `comes_on` is when its last line is there, `promised_on` when it arrives."""

    service: str
    carrier: str
    name: str
    price: Decimal
    currency: str
    comes_on: date
    promised_on: date

    @property
    def key(self) -> str:
        """By what a form names it."""
        return f"{self.carrier}/{self.service}"


def list_preorders(
    lines: Sequence[BasketLine], to: delivery.Destination, *, channel: str, by: Actor, now: datetime
) -> tuple[Preorder, ...]:
    """Ordinary services, with their prices, for lines of which some come later; none where nothing has to wait, or a
    line is not expected. It arrives as many days after the last line as the service takes today."""
    found = inventory.get_availability([line.sku for line in lines], channel=channel, by=by, now=now)
    comes_on, kept = _wait_for(lines, found)
    if comes_on is None:
        return ()
    offers = delivery.offer_deliveries(
        lines=[delivery.BasketLine(line.sku, line.quantity) for line in lines], address=to, by=by, now=now,
        channel=channel, kept=kept,
    )  # fmt: skip
    return tuple(
        Preorder(
            offer.service, offer.carrier, offer.name, offer.price, offer.currency, comes_on,
            comes_on + (offer.promised_on - now.date()),
        )
        for offer in offers
        if offer.kind is delivery.ServiceKind.STANDARD
    )  # fmt: skip


def find_day(found: inventory.Availability, pieces: int = 1) -> date | None:
    """The first day on which so many come to one place that sends parcels, or where they can be collected."""
    stores = [place.location for place in found.locations if place.by_date and place.may_pick_up]
    days = [day for day, _ in list_days(found, pieces)]
    days += [day for code in stores for day, _ in list_days(found, pieces, collected_at=code)]
    return min(days, default=None)


def _wait_for(
    lines: Sequence[BasketLine], found: Mapping[str, inventory.Availability]
) -> tuple[date | None, dict[str, dict[str, int]]]:
    """The day on which the last line is there, and what is as good as kept, by location; no day where none has to wait
    or one is not expected."""
    kept: dict[str, dict[str, int]] = {}
    last = None
    for line in lines:
        if found[line.sku].available >= line.quantity:
            continue
        days = list_days(found[line.sku], line.quantity)
        if not days:
            return None, {}
        day, place = days[0]
        kept.setdefault(place.location, {})[line.sku] = line.quantity
        last = max(last, day) if last else day
    return last, kept
