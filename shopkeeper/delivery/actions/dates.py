"""A parcel is promised for another day, or goes elsewhere, as agreed with the customer."""

from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.delivery.actions.labels import void_label
from shopkeeper.delivery.actions.parcels import subject_of
from shopkeeper.delivery.contracts import ParcelState
from shopkeeper.delivery.errors import ParcelNotFound, ParcelSettled
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.rules.prices import area_of
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises


@action
def move_parcel(*, parcel_id: UUID, promised_on: date, why: str, by: Actor, now: datetime) -> None:
    """Promise a parcel that has not left for another day; the first day stays beside it on its promise.

    :raises ParcelSettled: when it left or was canceled
    """
    parcel = _not_left(parcel_id)
    parcel.promised_on = promised_on
    parcel.save(update_fields=["promised_on"])
    due_at = promises.end_of_day(promised_on, organization.get_retailer().time_zone)
    promises.move_promise(
        kind=promises.PromiseKind.DELIVERY, ref=parcel.ref, subject=subject_of(parcel), due_at=due_at, why=why, by=by,
        now=now,
    )  # fmt: skip


@action
def redirect_parcel(
    *, parcel_id: UUID, postcode_area: str, region: str, country: str, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Send a parcel that has not left elsewhere, on the day that was promised; a label that was made is void.

    :raises ParcelSettled: when it left or was canceled
    """
    parcel = _not_left(parcel_id)
    parcel.postcode_area, parcel.region, parcel.country = area_of(postcode_area), region, country
    parcel.save(update_fields=["postcode_area", "region", "country"])
    void_label(ref=subject_of(parcel), by=by, now=now)


def _not_left(parcel_id: UUID) -> Parcel:
    parcel = Parcel.objects.select_for_update(no_key=True).filter(pk=parcel_id).first()
    if parcel is None:
        raise ParcelNotFound(key=parcel_id)
    if parcel.state is not ParcelState.PREPARING:
        raise ParcelSettled
    return parcel
