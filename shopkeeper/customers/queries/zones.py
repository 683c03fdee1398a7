"""How sure is sure, as the retailer has it."""

from datetime import datetime

from shopkeeper.core.policies import agreed, list_versions
from shopkeeper.customers.policies import ZONES
from shopkeeper.customers.rules.matching.zones import Zones


def find_zones() -> Zones:
    """The zones in force."""
    said = agreed(ZONES)
    return Zones(sure=said.sure_percent / 100, in_doubt=said.asked_percent / 100)


def find_zones_since() -> datetime | None:
    """When they were changed last; None where nobody did."""
    return next((version.set_at for version in list_versions(ZONES, limit=1)), None)
