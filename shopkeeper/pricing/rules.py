"""Which price holds."""

from collections.abc import Iterable
from decimal import Decimal

from shopkeeper.pricing.contracts import ListedPrice, Wanted
from shopkeeper.pricing.errors import PriceRose


def choose_price(prices: Iterable[ListedPrice]) -> ListedPrice | None:
    """Of the prices in force the most particular one: the outlet's, else its brand's, else the one for all. Of several
    of a kind the one that began last."""
    return max(prices, key=lambda price: (price.rank, price.starts_at), default=None)


def fallen_from(wanted: Wanted, price: Decimal) -> Decimal | None:
    """The higher price that a customer was shown, or None. One that fell since then is charged as it is now.

    :raises PriceRose: when they were shown a lower one: nobody pays more than they have seen
    """
    if wanted.shown is None or wanted.shown == price:
        return None
    if wanted.shown < price:
        raise PriceRose(sku=wanted.sku, shown=wanted.shown, now=price)
    return wanted.shown
