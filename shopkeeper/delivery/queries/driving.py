"""On which days ordinary parcels are brought: the days that count for the road between locations of ours as well."""

from datetime import datetime

from shopkeeper.delivery.contracts import ServiceKind
from shopkeeper.delivery.queries.book import get_book
from shopkeeper.inventory import public as inventory


def list_driving_days(now: datetime) -> inventory.DrivingDays:
    """The days on which some carrier's standard service delivers; every day where there is no such service."""
    rhythms = [service.delivers for service in get_book(now=now).services if service.kind is ServiceKind.STANDARD]
    if not rhythms:
        return inventory.DrivingDays()
    weekdays = frozenset[int]().union(*(one.weekdays for one in rhythms))
    return inventory.DrivingDays(weekdays, frozenset.intersection(*(one.closed_on for one in rhythms)))
