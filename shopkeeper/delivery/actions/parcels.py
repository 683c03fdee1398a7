"""What happens to a parcel: got ready, handed over, delivered, called back."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.statements import fetch
from shopkeeper.core.writing import insert
from shopkeeper.customers import public as customers
from shopkeeper.delivery.actions.departures import note_departure
from shopkeeper.delivery.actions.labels import void_label
from shopkeeper.delivery.actions.loads import give_room_back, take_room
from shopkeeper.delivery.contracts import ParcelState, TrackingStatus
from shopkeeper.delivery.errors import CarrierNotFound, ParcelNotFound, ParcelSettled, ParcelUnderWay
from shopkeeper.delivery.events import (
    AddressNotFound,
    ParcelCanceled,
    ParcelDelivered,
    ParcelHandedOver,
    ParcelNotHandedOver,
    ParcelReturned,
)
from shopkeeper.delivery.models import Label, Parcel, Scan, Service, Stop
from shopkeeper.delivery.rules.parcels import days_late
from shopkeeper.delivery.rules.prices import area_of
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises

_WHO_BRINGS_IT = """
WITH carrier AS (SELECT id FROM delivery_carrier WHERE source_key = $1::text ORDER BY recorded_at LIMIT 1)
SELECT (SELECT id FROM carrier), coalesce((SELECT time_zone FROM organization_retailer LIMIT 1), 'UTC'),
    (SELECT id FROM delivery_service WHERE code = $2::text AND carrier_id = (SELECT id FROM carrier)
        ORDER BY id LIMIT 1)"""

_NO_SIGN = (TrackingStatus.LABEL, TrackingStatus.NOTE)
"""Scans that say nothing about whether the carrier has it."""


@action
def prepare_parcel(
    *,
    ref: str,
    carrier_key: str,
    promised_on: date,
    by: Actor,
    now: datetime,
    service: str = "",
    ship_from: str = "",
    postcode_area: str = "",
    region: str = "",
    country: str = "",
    record_id: UUID | None = None,
    customer_id: UUID | None = None,
    leaves_on: date | None = None,
    in_place_of: str = "",
) -> UUID:
    """Get a parcel ready for a ref and promise its day; the carrier and the node of departure answer for it.

    `leaves_on` is the day of the offer: it takes room of the service's and the node's capacity. What was promised of
    the subject `in_place_of`, and is not settled, is promised of this parcel now, for the day that was said then.

    :raises DayFull: when no room is left on that day
    :raises CarrierNotFound: when a carrier is named whom nobody knows
    """
    carrier_id, zone, service_id = fetch(_WHO_BRINGS_IT, [carrier_key, service])[0]
    if carrier_key and carrier_id is None:
        raise CarrierNotFound(key=carrier_key)
    if service_id and leaves_on and service:
        take_room(service_id=service_id, node=ship_from, day=leaves_on, by=by, now=now)
    parcel = Parcel(
        source_key=str(new_id()), recorded_at=now, ref=ref, carrier_id=carrier_id, service=service,
        ship_from=ship_from, postcode_area=area_of(postcode_area), region=region, country=country, record_id=record_id,
        customer_id=customer_id, promised_on=promised_on, leaves_on=leaves_on,
    )  # fmt: skip
    insert(parcel)
    due_at = promises.end_of_day(promised_on, zone)
    _promise(parcel, carrier_key, due_at, in_place_of, by=by, now=now)
    return parcel.id


@action
def hand_over_parcel(*, parcel_id: UUID, tracking_number: str, by: Actor, now: datetime) -> None:
    """The parcel leaves the building. Doing it twice changes nothing.

    :raises ParcelSettled: when it was canceled
    """
    parcel = _locked(parcel_id)
    if parcel.handed_over_at is not None:
        return
    if parcel.state is ParcelState.CANCELED:
        raise ParcelSettled
    parcel.handed_over_at, parcel.tracking_number = now, tracking_number
    parcel.save(update_fields=["handed_over_at", "tracking_number"])
    note_departure(parcel.ship_from, by=by, now=now)
    announce(ParcelHandedOver(parcel_id=parcel.id, ref=parcel.ref, promised_on=parcel.promised_on), by=by, now=now)


@action
def undo_hand_over(*, parcel_id: UUID, by: Actor, now: datetime) -> None:
    """The parcel has not left after all; it keeps the number of the label that was made for it. Twice changes nothing.

    :raises ParcelUnderWay: when its carrier has seen it, was asked to stop it, or it was delivered or canceled
    """
    parcel = _locked(parcel_id)
    if parcel.handed_over_at is None:
        return
    is_seen = Scan.objects.filter(parcel=parcel).exclude(status__in=_NO_SIGN).exists()
    if parcel.state is not ParcelState.ON_ITS_WAY or is_seen or Stop.objects.filter(parcel=parcel).exists():
        raise ParcelUnderWay
    labels = Label.objects.filter(ref=subject_of(parcel), canceled_at=None)
    label = labels.values_list("tracking_number", flat=True).first()
    parcel.handed_over_at, parcel.silent_at, parcel.tracking_number = None, None, label or ""
    parcel.save(update_fields=["handed_over_at", "silent_at", "tracking_number"])
    announce(ParcelNotHandedOver(parcel_id=parcel.id, ref=parcel.ref), by=by, now=now)


@action
def deliver_parcel(*, parcel_id: UUID, at: datetime, by: Actor, now: datetime) -> None:
    """The parcel reached the customer at `at`. Doing it twice changes nothing.

    :raises ParcelSettled: when it was canceled
    """
    parcel = _locked(parcel_id)
    if parcel.delivered_at is not None:
        return
    if parcel.state is ParcelState.CANCELED:
        raise ParcelSettled
    parcel.delivered_at = at
    parcel.save(update_fields=["delivered_at"])
    if parcel.promised_on is not None:
        promises.fulfill_promise(
            kind=promises.PromiseKind.DELIVERY, ref=parcel.ref, subject=subject_of(parcel), at=at, by=by, now=now
        )
    zone = organization.get_retailer().time_zone
    late = bool(days_late(promised_on=parcel.promised_on, delivered_at=at, zone=zone, now=now))
    delivered = ParcelDelivered(
        parcel_id=parcel.id, ref=parcel.ref, delivered_at=at, late=late, customer_id=parcel.customer_id
    )
    announce(delivered, by=by, now=now)
    _tell_who_is_who(parcel, customers.value_held, by=by, now=now)


@action
def cancel_parcel(*, parcel_id: UUID, by: Actor, now: datetime) -> None:
    """The parcel will not arrive; its promise falls away, and with one that has not left, its label.

    :raises ParcelSettled: when it was delivered
    """
    parcel = _locked(parcel_id)
    if parcel.state is ParcelState.DELIVERED:
        raise ParcelSettled
    if parcel.canceled_at is not None:
        return
    parcel.canceled_at = now
    parcel.save(update_fields=["canceled_at"])
    if parcel.handed_over_at is None:
        void_label(ref=subject_of(parcel), by=by, now=now)
    _give_room_back(parcel, by=by, now=now)
    promises.withdraw_promise(
        kind=promises.PromiseKind.DELIVERY, ref=parcel.ref, subject=subject_of(parcel), by=by, now=now
    )
    announce(ParcelCanceled(parcel_id=parcel.id, ref=parcel.ref), by=by, now=now)


def subject_of(parcel: Parcel) -> str:
    """What of its ref a parcel's promise is about: an order may come in several."""
    return f"parcel:{parcel.id}"


@action
def return_to_sender(*, parcel_id: UUID, by: Actor, now: datetime) -> None:
    """Nobody lives at the address: the parcel comes back, so it had left, and its promise falls away. Doing it twice
    changes nothing.

    :raises ParcelSettled: when it was delivered
    """
    parcel = _locked(parcel_id)
    if parcel.state is ParcelState.DELIVERED:
        raise ParcelSettled
    if parcel.canceled_at is not None or parcel.returned_at is not None:
        return
    if parcel.handed_over_at is None:
        hand_over_parcel(parcel_id=parcel_id, tracking_number=parcel.tracking_number, by=by, now=now)
    bring_back(parcel, at=now, by=by, now=now)
    promises.withdraw_promise(
        kind=promises.PromiseKind.DELIVERY, ref=parcel.ref, subject=subject_of(parcel), by=by, now=now
    )
    found = AddressNotFound(parcel_id=parcel.id, ref=parcel.ref, customer_id=parcel.customer_id)
    announce(found, by=by, now=now)
    _tell_who_is_who(parcel, customers.value_failed, by=by, now=now)


def bring_back(parcel: Parcel, *, at: datetime, by: Actor, now: datetime) -> None:
    """A locked parcel is on its way back to us since `at`: somebody has to put that right with its customer."""
    Parcel.objects.filter(pk=parcel.pk).update(returned_at=at)
    announce(ParcelReturned(parcel_id=parcel.id, ref=parcel.ref, customer_id=parcel.customer_id), by=by, now=now)


def _promise(
    parcel: Parcel, carrier_key: str, due_at: datetime, in_place_of: str, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    subject, kind, ref = subject_of(parcel), promises.PromiseKind.DELIVERY, parcel.ref
    if in_place_of and promises.pass_on_promise(
        kind=kind, ref=ref, subject=in_place_of, to=subject, node=carrier_key, by=by, now=now
    ):  # fmt: skip
        return
    promises.make_promise(
        kind=kind, ref=ref, due_at=due_at, node=carrier_key, record_id=parcel.record_id,
        customer_id=parcel.customer_id, subject=subject, by=by, now=now,
    )  # fmt: skip


def _tell_who_is_who(parcel: Parcel, tell: Callable[..., None], *, by: Actor, now: datetime) -> None:
    """Their address held or failed, if it is the one that the parcel went to."""
    card = customers.find_customer_card(parcel.customer_id) if parcel.customer_id else None
    if card and parcel.postcode_area and card.postcode.upper().startswith(parcel.postcode_area.upper()):
        kind = customers.ValueKind.ADDRESS
        tell(customer_id=card.id, kind=kind, ref=f"parcel:{parcel.id}", by=by, now=now)


def _give_room_back(parcel: Parcel, *, by: Actor, now: datetime) -> None:
    offered = Service.objects.filter(carrier=parcel.carrier, code=parcel.service).first()
    if parcel.leaves_on and parcel.handed_over_at is None and offered:
        give_room_back(service_id=offered.id, node=parcel.ship_from, day=parcel.leaves_on, by=by, now=now)


def _locked(parcel_id: UUID) -> Parcel:
    parcel = Parcel.objects.select_for_update(no_key=True).filter(pk=parcel_id).first()
    if parcel is None:
        raise ParcelNotFound(key=parcel_id)
    return parcel
