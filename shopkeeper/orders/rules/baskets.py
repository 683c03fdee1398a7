"""What can be ordered at all."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from shopkeeper.core.refusals import InvalidInput
from shopkeeper.delivery.public import SealedOffer, area_of
from shopkeeper.orders.contracts import Basket, BasketLine, How, HowKind, NewPlacement
from shopkeeper.orders.errors import DayOver, ImpossibleQuantity, NothingOrdered, WhereToMissing

MOST = 10_000
_CENT = Decimal("0.01")
LINES = 200
_A_MOMENT = timedelta(minutes=15)
_LARGEST = Decimal(10_000_000)


def check_basket(placement: NewPlacement) -> None:
    """Lines with plausible quantities and prices.

    :raises NothingOrdered: when there is no line, or there are too many
    :raises ImpossibleQuantity: when a line has no piece, or more than anybody means
    """
    if not placement.lines or len(placement.lines) > LINES or not placement.key.strip():
        raise NothingOrdered
    told = [placement.how.price, *(line.shown for line in placement.lines if line.shown is not None)]
    if not all(is_price(amount) for amount in told):
        raise InvalidInput(reason="A price is a number with two decimals at most.")
    check_quantities(placement.lines)


def is_price(amount: Decimal) -> bool:
    """A number with two decimals at most, and no more than anybody means."""
    return amount.is_finite() and abs(amount) < _LARGEST and amount == amount.quantize(_CENT)


def check_quantities(lines: Iterable[BasketLine]) -> None:
    """Each line has a piece, and no more than anybody means.

    :raises ImpossibleQuantity: when one has not
    """
    for line in lines:
        if not 1 <= line.quantity <= MOST:
            raise ImpossibleQuantity(quantity=line.quantity, sku=line.sku, most=MOST)


def is_for_basket(sealed: SealedOffer, asked: Basket) -> bool:
    """An offer is for so many pieces of so many SKUs, into one area of a country."""
    pieces = Counter[str]()
    for line in asked.lines:
        pieces[line.sku] += line.quantity
    there = (sealed.country, sealed.area) == (asked.address.country.upper(), area_of(asked.address.postcode))
    return dict(pieces) == sealed.pieces and (there or sealed.ready_at is not None)


def check_ahead(promised_on: date | None, promised_at: datetime | None, *, today: date, now: datetime) -> None:
    """Nothing is promised for a day that is over; a few minutes are what it takes to send a request.

    :raises DayOver: when it is
    """
    if promised_on is not None and promised_on < today:
        raise DayOver(day=promised_on)
    if promised_at is not None and promised_at < now - _A_MOMENT:
        raise DayOver(day=promised_at)


def check_how(how: How, *, postcode: str) -> None:
    """A delivery has an address and a day, a pick-up a place and a time; neither costs less than nothing.

    :raises WhereToMissing: when one is missing
    """
    if not is_price(how.price):
        raise InvalidInput(reason="A price is a number with two decimals at most.")
    if how.promised_at and how.promised_at.tzinfo is None:
        raise InvalidInput(reason="Say a time with its offset from UTC, as 2026-05-04T10:00:00Z.")
    delivered = bool(postcode and how.carrier_key and how.promised_on)
    collected = bool(how.location and how.promised_at)
    if how.price < 0 or not (delivered if how.kind is HowKind.DELIVERY else collected):
        raise WhereToMissing
