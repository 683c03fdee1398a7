"""Places that tell of their stock may be silent while they are closed: how much longer is worked out each minute."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.rules.silence import DAY, LOOK_BACK, Opening, closed_time
from shopkeeper.organization import public as organization

_MINUTE = timedelta(minutes=1)


@action
def allow_closed_hours(*, by: Actor, now: datetime) -> int:
    """Add the closed hours to how long each outlet's feed is trusted. Gives for how many places that changed.

    Suppliers and warehouses have no doors that close: their feeds are trusted by the clock.
    """
    rows = Location.objects.filter(trusted_minutes__isnull=False, outlet__isnull=False)
    told = list(rows.order_by("id").values_list("id", "outlet_id", "trusted_minutes", "stale_after_minutes"))
    calendars = organization.list_calendars([outlet for _, outlet, *_ in told], now=now)
    changed = 0
    for place, outlet, trusted, stale_after in told:
        limit = timedelta(minutes=trusted or 0)
        minutes = (limit + closed_time(limit, _open_for(calendars[outlet], limit, now), now=now)) // _MINUTE
        if minutes != stale_after:
            changed += Location.objects.filter(pk=place).update(stale_after_minutes=minutes)
    return changed


def _open_for(calendar: organization.WorkingCalendar, limit: timedelta, now: datetime) -> Sequence[Opening]:
    """When it was open of late. Where news come once a day or less, a day counts whole or, when it is closed, not."""
    stretches = list(organization.openings(calendar, now - LOOK_BACK, now))
    if limit < DAY:
        return stretches
    zone = ZoneInfo(calendar.time_zone)
    days = sorted({opens_at.astimezone(zone).date() for opens_at, _ in stretches})
    starts = [datetime.combine(day, time(), zone) for day in days]
    return [(start, start + DAY) for start in starts]
