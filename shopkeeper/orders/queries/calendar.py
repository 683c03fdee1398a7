"""Which day it is for the retailer."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shopkeeper.organization import public as organization


def today(now: datetime) -> date:
    """The day of the retailer's clock."""
    return now.astimezone(ZoneInfo(organization.get_retailer().time_zone)).date()
