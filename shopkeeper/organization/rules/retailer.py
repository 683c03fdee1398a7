"""What a retailer's card must say."""

import re
from zoneinfo import available_timezones

from shopkeeper.organization.contracts import RetailerCard
from shopkeeper.organization.errors import WrongRetailer


def check_card(card: RetailerCard) -> None:
    """A retailer has a name, a country, a currency, a time zone and a cost of service that can be.

    :raises WrongRetailer: naming what cannot be
    """
    checks = {
        "name": bool(card.name.strip()),
        "country": bool(re.fullmatch("[A-Z]{2}", card.country)),
        "currency": bool(re.fullmatch("[A-Z]{3}", card.currency)),
        "time zone": card.time_zone in available_timezones(),
        "cost of an hour": card.service_hour_cost >= 0,
    }
    wrong = [what for what, holds in checks.items() if not holds]
    if wrong:
        raise WrongRetailer(what=", ".join(wrong))
