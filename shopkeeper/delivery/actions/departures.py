"""How far nodes have told of their departures: those that report in batches are not known to be late in between."""

from datetime import datetime

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.intake import Staged
from shopkeeper.core.setwise import batch, execute
from shopkeeper.delivery.models import DepartureReport
from shopkeeper.delivery.queries.departures import REMEMBERED

_AT_ONCE = (ActorKind.EMPLOYEE, ActorKind.API_CLIENT)
_HEAR = """
    INSERT INTO delivery_departurereport (id, node, heard_at, told_until)
    SELECT uuidv7(), left(s.ship_from, 80), %s, max(s.handed_over_at) FROM {table} s
    WHERE {batch} AND s.ship_from <> '' AND s.handed_over_at > %s AND s.handed_over_at <= %s GROUP BY 2
    ON CONFLICT (node) DO UPDATE SET heard_at = greatest(delivery_departurereport.heard_at, excluded.heard_at),
        told_until = greatest(delivery_departurereport.told_until, excluded.told_until)"""


def hear_departures(staged: Staged, *, now: datetime) -> None:
    """A file tells what left which nodes of late; history teaches nothing about today."""
    execute(_HEAR.format(table=staged.table, batch=batch(staged)), [now, now - REMEMBERED, now])


def note_departure(node: str, *, by: Actor, now: datetime) -> None:
    """Somebody at a node that also reports by file says at once that a parcel leaves: so much is known by now. What
    a carrier's scan tells says nothing about the others."""
    if by.kind in _AT_ONCE:
        DepartureReport.objects.filter(node=node, told_until__lt=now).update(heard_at=now, told_until=now)
