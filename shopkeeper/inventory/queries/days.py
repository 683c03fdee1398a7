"""The day where the retailer is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shopkeeper.organization import public as organization


def day_of(now: datetime) -> date:
    """By the retailer's clock."""
    return local_time(now).date()


def local_time(now: datetime) -> datetime:
    """By the retailer's clock."""
    return now.astimezone(ZoneInfo(organization.get_retailer().time_zone))
