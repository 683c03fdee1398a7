"""An order by a delivery offer: what the offer says holds, or the nearest that is true is named."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import system_actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.words import write_amount
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import Basket, How, HowKind, NewPlacement
from shopkeeper.orders.errors import NothingOffered, OfferGone
from shopkeeper.orders.rules.baskets import is_for_basket

_READER = system_actor("orders.offers")


@dataclass(frozen=True, slots=True)
class Offered:
    """What leaves which node on which day, and the currency of the delivery's price; by which day what lacks has come
    to the store where it is collected."""

    parts: tuple[delivery.OfferPart, ...] = ()
    currency: str = ""
    comes_on: date | None = None
    sent_from: delivery.SentFrom | None = None
    """Who sends what lacks there, for this order alone."""

    def leaves_on(self, node: str) -> date | None:
        """The day on which a node's parcel leaves, as offered."""
        return next((part.leaves_on for part in self.parts if part.node == node), None)


def as_offered(placement: NewPlacement, *, now: datetime) -> tuple[NewPlacement, Offered]:
    """The order with service, price and day of the offer that it names; as it is, where it names none.

    :raises OfferNotOurs: when it is not ours
    :raises OfferGone: when its time is over, or it was made for another basket or area
    """
    if not placement.how.offer:
        return placement, Offered()
    how, offered = open_how(placement.how, placement.basket, now=now)
    return replace(placement, how=how), offered


def open_how(how: How, asked: Basket, *, now: datetime) -> tuple[How, Offered]:
    """What the offer says that is named; what is said without one stays as it is.

    :raises OfferNotOurs: when it is not ours
    :raises OfferGone: when its time is over, or it was made for another basket or area
    """
    if not how.offer:
        return how, Offered()
    sealed, chosen = delivery.open_offer(how.offer), how.promised_on
    if now > sealed.holds_until or not is_for_basket(sealed, asked) or (chosen and chosen not in _days(sealed)):
        raise gone(asked, sealed.service, now=now)
    return _how(sealed, how), Offered(sealed.parts, sealed.currency, sealed.comes_on, sealed.sent_from)


def gone(asked: Basket, service: str, *, now: datetime) -> Refusal:
    """What to say when an offer does not hold: the nearest that does, of the same service if there is one.

    :raises ProductNotFound: when nothing could be offered, since nobody knows a SKU
    """
    catalog.get_products(line.sku for line in asked.lines)
    address = asked.address
    to = delivery.Destination(
        country=address.country, postcode=address.postcode, region=address.region, latitude=address.latitude,
        longitude=address.longitude,
    )  # fmt: skip
    lines = [delivery.BasketLine(line.sku, line.quantity) for line in asked.lines]
    found = delivery.offer_deliveries(
        lines=lines, address=to, by=_READER, now=now, channel=asked.channel, kept=asked.kept
    )  # fmt: skip
    nearest = min(found, key=lambda one: (one.service != service, one.promised_on, one.price), default=None)
    if nearest is None:
        return NothingOffered()
    return OfferGone(
        service=nearest.name, promised_on=nearest.promised_on, price=nearest.price, currency=nearest.currency,
        offer=nearest.key, day=date_format(nearest.promised_on, "l j F"),
        cost=write_amount(nearest.price, nearest.currency) if nearest.price else _("free"),
    )  # fmt: skip


def _days(sealed: delivery.SealedOffer) -> tuple[date, ...]:
    return (sealed.promised_on, *sealed.days)


def _how(sealed: delivery.SealedOffer, asked: How) -> How:
    if sealed.ready_at is not None:
        place = sealed.parts[0].node
        return replace(
            asked, kind=HowKind.PICKUP, location=place, promised_at=sealed.ready_at, price=sealed.price,
            promised_on=None,
        )  # fmt: skip
    return replace(
        asked, kind=HowKind.DELIVERY, carrier_key=sealed.carrier, service=sealed.service, price=sealed.price,
        promised_on=asked.promised_on or sealed.promised_on,
    )  # fmt: skip
