"""Carriers are asked to stop parcels; the first answer counts."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.delivery.actions.parcels import cancel_parcel
from shopkeeper.delivery.contracts import ParcelState
from shopkeeper.delivery.errors import ParcelNotFound, ParcelSettled
from shopkeeper.delivery.events import StopAnswered, StopAsked
from shopkeeper.delivery.models import Parcel, Stop


@action
def ask_to_stop(*, parcel_id: UUID, by: Actor, now: datetime) -> UUID:
    """Ask the carrier to stop a parcel that is on its way. Twice changes nothing.

    :raises ParcelNotFound: when there is none
    :raises ParcelSettled: when it is not on its way
    """
    parcel = Parcel.objects.select_for_update(no_key=True).filter(pk=parcel_id).first()
    if parcel is None:
        raise ParcelNotFound(key=parcel_id)
    known = Stop.objects.filter(parcel=parcel).values_list("id", flat=True).first()
    if known is not None:
        return known
    if parcel.state is not ParcelState.ON_ITS_WAY:
        raise ParcelSettled
    row = Stop.objects.create(id=new_id(), parcel=parcel, asked_by=_name(by), asked_at=now)
    announce(StopAsked(stop_id=row.id, parcel_id=parcel.id, ref=parcel.ref), by=by, now=now)
    return row.id


@action
def answer_stop(*, stop_id: UUID, agreed: bool, why: str, by: Actor, now: datetime) -> bool:
    """The carrier says whether it stops a parcel; gives whether that counts. One that arrived cannot be stopped."""
    parcel_id = Stop.objects.filter(pk=stop_id).values_list("parcel", flat=True).first()
    parcel = Parcel.objects.select_for_update(no_key=True).filter(pk=parcel_id).first() if parcel_id else None
    if parcel is None or not Stop.objects.filter(pk=stop_id, answered_at=None).exists():
        return False
    stops = agreed and parcel.state is ParcelState.ON_ITS_WAY
    Stop.objects.filter(pk=stop_id).update(
        answered_at=now, answered_by=_name(by), agreed=stops, why=why[:120] or ("" if stops else "arrived already")
    )
    if stops:
        cancel_parcel(parcel_id=parcel.id, by=by, now=now)
    told = StopAnswered(stop_id=stop_id, parcel_id=parcel.id, ref=parcel.ref, agreed=stops)
    announce(told, by=by, now=now)
    return True


def _name(by: Actor) -> str:
    return f"{by.kind}:{by.id}"[:120]
