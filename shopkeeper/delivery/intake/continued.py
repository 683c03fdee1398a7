"""A file tells of a parcel that was got ready here: it goes on as the same parcel, with its own promise."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.intake import Staged
from shopkeeper.core.setwise import batch, execute
from shopkeeper.delivery.actions.parcels import subject_of
from shopkeeper.delivery.events import ParcelDelivered, ParcelHandedOver
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.rules.parcels import days_late
from shopkeeper.promises import public as promises

_PROMISED_HERE = "SELECT FROM promises_promise WHERE source = 'shopkeeper' AND source_key LIKE 'delivery:order:%'"
_MATCH = """
    SELECT DISTINCT ON (p.id) p.id, s.source, s.source_key, s.line
    FROM {table} s JOIN delivery_parcel p ON p.ref = 'order:' || s.order_id
    WHERE {batch} AND p.source = 'shopkeeper' AND p.canceled_at IS NULL AND p.delivered_at IS NULL
        AND (p.carrier_id = s.carrier_id OR s.carrier_id IS NULL OR p.carrier_id IS NULL)
        AND (p.tracking_number = s.tracking_number OR p.handed_over_at IS NULL
            AND (p.ship_from = s.ship_from OR s.ship_from IS NULL))
        AND NOT EXISTS (
            SELECT FROM delivery_parcel known WHERE (known.source, known.source_key) = (s.source, s.source_key))
    ORDER BY p.id, p.tracking_number = s.tracking_number DESC NULLS LAST, s.line"""
_ADOPT = """
    UPDATE delivery_parcel p SET source = found.source, source_key = found.source_key
    FROM (SELECT DISTINCT ON (line) * FROM ({match}) every ORDER BY line, id) found WHERE found.id = p.id"""
_FILL = """
    UPDATE {table} s SET promised_on = COALESCE(p.promised_on, s.promised_on), service = COALESCE(s.service, p.service),
        ship_from = COALESCE(s.ship_from, p.ship_from), carrier_id = COALESCE(s.carrier_id, p.carrier_id),
        tracking_number = COALESCE(s.tracking_number, NULLIF(p.tracking_number, '')),
        handed_over_at = COALESCE(p.handed_over_at, s.handed_over_at)
    FROM delivery_parcel p
    WHERE {batch} AND (p.source, p.source_key) = (s.source, s.source_key) AND p.id = ANY (%s)"""
_CONTINUED = """
    SELECT p.id FROM {table} s JOIN delivery_parcel p ON (p.source, p.source_key) = (s.source, s.source_key)
    JOIN promises_promise q ON q.source = 'shopkeeper'
        AND q.source_key = 'delivery:' || p.ref || ':parcel:' || p.id
    WHERE {batch}"""


@dataclass(frozen=True, slots=True)
class Continued:
    """A parcel of ours that a file goes on with, as it was before."""

    id: UUID
    handed_over_at: datetime | None
    delivered_at: datetime | None


def continue_prepared(staged: Staged) -> list[Continued]:
    """Rows that tell of a parcel of ours, by its order and its number or where it leaves from, get it as their own;
    gives those of the batch, also from files before. Day, service and hand-over that we know stay."""
    if not _holds(_PROMISED_HERE):
        return []
    where = {"table": staged.table, "batch": batch(staged)}
    adopted = execute(_ADOPT.format(match=_MATCH.format(**where)))
    if not adopted and not _holds(_CONTINUED.format(**where)):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CONTINUED.format(**where))
        ids = [row[0] for row in cursor.fetchall()]
    execute(_FILL.format(**where), [ids])
    rows = Parcel.objects.filter(pk__in=ids).values_list("id", "handed_over_at", "delivered_at")
    return [Continued(*row) for row in rows]


def settle_continued(before: list[Continued], *, zone: str, by: Actor, now: datetime) -> None:
    """What the file told of our parcels is news: they have left, or arrived, and their promises are kept or broken."""
    rows = {row.id: row for row in Parcel.objects.filter(pk__in=[one.id for one in before])}
    for one in before:
        parcel = rows[one.id]
        is_there = parcel.delivered_at is not None and one.delivered_at is None
        if one.handed_over_at is None and (parcel.handed_over_at or is_there):
            left = ParcelHandedOver(parcel_id=parcel.id, ref=parcel.ref, promised_on=parcel.promised_on)
            announce(left, by=by, now=now)
        if is_there:
            _arrive(parcel, zone=zone, by=by, now=now)


def _arrive(parcel: Parcel, *, zone: str, by: Actor, now: datetime) -> None:
    at = parcel.delivered_at
    assert at is not None
    promises.fulfill_promise(
        kind=promises.PromiseKind.DELIVERY, ref=parcel.ref, subject=subject_of(parcel), at=at, by=by, now=now
    )
    late = bool(days_late(promised_on=parcel.promised_on, delivered_at=at, zone=zone, now=now))
    arrived = ParcelDelivered(
        parcel_id=parcel.id, ref=parcel.ref, delivered_at=at, late=late, customer_id=parcel.customer_id
    )
    announce(arrived, by=by, now=now)


def _holds(query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({query})")
        return bool(cursor.fetchone()[0])
