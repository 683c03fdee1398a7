"""Every way in which the pricing refuses."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, Refusal


class NoPrice(Refusal):
    """Nobody has said what the product costs."""

    code = "no_price"
    message = sentence("Nobody has said what %(sku)s costs. Give it a list price or a row in the price list.")


class PriceRose(Refusal):
    """The customer was shown a lower price than holds now."""

    code = "price_rose"
    message = sentence("%(sku)s was shown for %(shown)s and costs %(now)s now. Show the new price and order again.")


class CurrenciesMixed(Refusal):
    """A basket is paid in one currency."""

    code = "currencies_mixed"
    message = sentence("%(sku)s is priced in %(currency)s and the rest of the basket in another currency.")


class PriceImpossible(InvalidInput):
    """A price that cannot be."""

    code = "price_impossible"
    message = sentence("A price is not below nothing, has a currency of three letters, and ends after it starts.")
