"""What others may use of the pricing."""

from shopkeeper.pricing.actions import set_price
from shopkeeper.pricing.contracts import Quote, QuotedLine, Wanted
from shopkeeper.pricing.errors import CurrenciesMixed, NoPrice, PriceRose
from shopkeeper.pricing.queries import quote

__all__ = ["CurrenciesMixed", "NoPrice", "PriceRose", "Quote", "QuotedLine", "Wanted", "quote", "set_price"]
