"""A supplier, or a node of ours, announces that a parcel leaves on another day: its customer is told of the new one."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.delivery.actions.forecasts import find_promise, tell_customer
from shopkeeper.delivery.contracts import ParcelState
from shopkeeper.delivery.errors import DayNotToCome, ParcelLeft, ParcelNotFound, WhyLaterMissing
from shopkeeper.delivery.events import ParcelPutOff
from shopkeeper.delivery.models import Parcel, PutOff
from shopkeeper.delivery.queries.book import get_book
from shopkeeper.delivery.queries.under_way import find_prospect
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.promises import public as promises

_AHEAD = timedelta(days=365)


@action
def put_off_parcel(*, parcel_id: UUID, leaves_on: date, why: str, by: Actor, now: datetime) -> date | None:
    """Write down that a parcel leaves on another day. Where it then comes after its promised day, the customer is told
    of the day by which it probably comes; gives that day, or None where it still comes in time or nobody can be told.

    The promise is judged by what was promised: an announcement keeps nothing. The same day twice changes nothing.

    :raises ParcelNotFound: when there is none
    :raises ParcelLeft: when it has left, or was called back
    :raises WhyLaterMissing: when nobody says why
    :raises DayNotToCome: when the day has passed, or is more than a year away
    """
    parcel = Parcel.objects.select_for_update().filter(pk=parcel_id).first()
    if parcel is None:
        raise ParcelNotFound(key=parcel_id)
    today = now.astimezone(zone_of(get_book(now=now).zone)).date()
    _check(parcel, leaves_on, why, today)
    before = parcel.put_off_to or parcel.leaves_on
    if leaves_on == before:
        return None
    parcel.put_off_to = leaves_on
    parcel.save(update_fields=["put_off_to"])
    PutOff.objects.create(
        id=new_id(), parcel=parcel, before=before, leaves_on=leaves_on, why=why.strip()[:200], noted_at=now,
        noted_by=f"{by.kind}:{by.id}"[:120],
    )  # fmt: skip
    told = ParcelPutOff(parcel_id=parcel.id, ref=parcel.ref, leaves_on=leaves_on, customer_id=parcel.customer_id)
    announce(told, by=by, now=now)
    return _tell(parcel, before, by=by, now=now)


def _check(parcel: Parcel, leaves_on: date, why: str, today: date) -> None:
    if parcel.state is not ParcelState.PREPARING:
        raise ParcelLeft
    if not why.strip():
        raise WhyLaterMissing
    if not today <= leaves_on <= today + _AHEAD:
        raise DayNotToCome(day=leaves_on.isoformat())


def _tell(parcel: Parcel, before: date | None, *, by: Actor, now: datetime) -> date | None:
    card, book = find_promise(parcel, now=now), get_book(now=now)
    if card is None or card.state is not promises.PromiseState.OPEN or parcel.promised_on is None:
        return None
    prospect = find_prospect(parcel, book, now=now)
    expected_on = prospect.expected_on if prospect else _as_much_later(parcel, before)
    if expected_on <= parcel.promised_on:
        return None
    expected_at = promises.end_of_day(expected_on, book.zone)
    if prospect is not None:
        forecast = promises.Forecast(prospect.late, prospect.late, expected_at)
        promises.record_forecasts(forecasts={card.id: forecast}, by=by, now=now)
    told = tell_customer(promise=replace(card, expected_at=expected_at), by=by, now=now, why="announced")
    return expected_on if told else None


def _as_much_later(parcel: Parcel, before: date | None) -> date:
    """Where no service of its carrier was measured: as many days later as it leaves later."""
    later = parcel.put_off_to or parcel.promised_on
    assert later
    assert parcel.promised_on
    return max(later, parcel.promised_on + (later - before)) if before else max(later, parcel.promised_on)
