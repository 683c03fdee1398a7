"""Taking room on a day: as many parcels as can leave, and not one more."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.delivery.errors import DayFull
from shopkeeper.delivery.queries.book import get_book
from shopkeeper.delivery.queries.sending import limits_on

_TAKE = """
    INSERT INTO delivery_load AS l (id, day, service_id, node, parcels) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (day, service_id, node) DO UPDATE SET parcels = l.parcels + 1 WHERE l.parcels < %s"""
_GIVE_BACK = """
    WITH held AS MATERIALIZED (
        SELECT id FROM delivery_load
        WHERE day = %s AND (service_id IS NULL OR service_id = %s) AND node IN ('', %s)
        ORDER BY coalesce(service_id::text, ''), node FOR NO KEY UPDATE)
    UPDATE delivery_load l SET parcels = l.parcels - 1 FROM held WHERE held.id = l.id AND l.parcels > 0"""
"""In the order in which room is taken."""


@action
def take_room(*, service_id: UUID, node: str, day: date, by: Actor, now: datetime) -> None:
    """One parcel more leaves on a day. Where no capacity is set there is always room.

    :raises DayFull: when others took the last place
    """
    limits = limits_on(get_book(now=now).limits, service_id, node, day)
    # One order for everybody, so that two parcels never wait for each other.
    for limit in sorted(limits, key=lambda one: (str(one.service_id or ""), one.node)):
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [new_id(), day, limit.service_id, limit.node, limit.parcels])
            if limit.parcels == 0 or cursor.rowcount == 0:
                raise DayFull(day=day)


@action
def give_room_back(*, service_id: UUID, node: str, day: date, by: Actor, now: datetime) -> None:
    """A parcel does not leave after all."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [day, service_id, node])
