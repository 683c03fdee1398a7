"""What should have left another location or a supplier by now, and has not: it comes later, and who waits hears so."""

from datetime import datetime, timedelta

from shopkeeper.core.actors import Actor
from shopkeeper.inventory.actions.coming import move_inbound
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.queries.roads import list_overdue, list_roads

_TOMORROW = timedelta(days=1)


def put_off_overdue(*, by: Actor, now: datetime) -> int:
    """Move the day of each ordered transfer that cannot keep it any more, as if it left tomorrow; gives how many. One
    that does leave tomorrow is not moved again."""
    today, moved = day_of(now), 0
    late = list_overdue(today)
    roads = list_roads({end for _, _, end, _ in late}, now=now)
    for inbound_id, origin, end, due_on in late:
        if due_on < roads.arrival(origin, end, today):
            arrives_on = roads.arrival(origin, end, today + _TOMORROW)
            move_inbound(inbound_id=inbound_id, due_on=arrives_on, by=by, now=now)
            moved += 1
    return moved
