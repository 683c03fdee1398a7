"""A parcel was packed, and then its order was changed: whoever packed it is told, and it does not leave as it is."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, Sum

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import Stage, VoidWhy
from shopkeeper.orders.errors import NothingToOpen, PackedBefore
from shopkeeper.orders.models import Allocation, Order, Packing, PackScan, StagePassed
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.rules.packing import why_void

_STANDS = Q(undone_at=None) | (~Q(void_why="") & ~Q(void_why=VoidWhy.CALLED_BACK) & Q(opened_at=None))
"""Closed, and as far as anybody knows still closed."""


def void_packings(order: Order, *, by: Actor, now: datetime) -> None:
    """What was packed of a locked order stays so as long as the same pieces go to the same address."""
    rows = list(Packing.objects.filter(_STANDS, parcel__ref=ref_of(order.id), parcel__handed_over_at=None))
    if not rows:
        return
    parcels = {one.id: one for one in delivery.list_parcels_for_ref(ref_of(order.id), now=now)}
    void = {one.ref: one.canceled_at for one in reversed(delivery.list_void_labels(_ref(row) for row in rows))}
    for row in rows:
        parcel = parcels[row.parcel_id]
        surplus = _surplus(order, row.parcel_id, parcel.ship_from)
        why = why_void(
            is_called_back=parcel.state is delivery.ParcelState.CANCELED, has_too_much=bool(surplus),
            goes_elsewhere=_ref(row) in void and void[_ref(row)] >= row.packed_at,
        )  # fmt: skip
        if why and why != row.void_why:
            _void(row, why, surplus, by=by, now=now)


@action
def tell_opened(*, parcel_id: UUID, by: Actor, now: datetime) -> None:
    """A parcel that was called back is open, and its pieces lie where they lay.

    :raises NothingToOpen: when nobody waits for that
    """
    rows = Packing.objects.select_for_update(no_key=True).filter(
        parcel=parcel_id, void_why=VoidWhy.CALLED_BACK, opened_at=None
    )
    if not rows.update(opened_at=now, opened_by=_name(by)):
        raise NothingToOpen(key=parcel_id)
    PackScan.objects.filter(parcel=parcel_id, undone_at=None).update(undone_at=now)


def settle_void(parcel_id: UUID, *, by: Actor, now: datetime) -> None:
    """Somebody had the parcel in their hands since, and packed or opened it anew."""
    rows = Packing.objects.filter(parcel=parcel_id, opened_at=None).exclude(void_why="")
    rows.update(opened_at=now, opened_by=_name(by))


def check_not_void(parcel_id: UUID, number: str) -> None:
    """Nothing leaves as it was packed before its order was changed, or by a label that is void.

    :raises PackedBefore: when it would
    """
    void = {one.tracking_number for one in delivery.list_void_labels([f"parcel:{parcel_id}"])} - {""}
    stands = Packing.objects.filter(parcel=parcel_id, opened_at=None).exclude(void_why="")
    if number.upper() in void or stands.exists():
        raise PackedBefore


def _surplus(order: Order, parcel_id: UUID, location: str) -> list[UUID]:
    """Lines of which more pieces are in the parcel than go by it."""
    opened = Allocation.objects.filter(line__order=order, location__code=location, open__gt=0)
    wanted = dict(opened.values_list("line").annotate(n=Sum("open")).order_by())
    scans = PackScan.objects.filter(parcel=parcel_id, undone_at=None)
    found = scans.values_list("line").annotate(n=Sum("quantity")).order_by()
    return [line for line, pieces in found if pieces > wanted.get(line, 0)]


def _void(row: Packing, why: VoidWhy, surplus: list[UUID], *, by: Actor, now: datetime) -> None:
    Packing.objects.filter(pk=row.pk).update(undone_at=now, undone_by=_name(by), void_why=why)
    StagePassed.objects.filter(ref=_ref(row), undone_at=None).exclude(stage=Stage.RELEASE).update(undone_at=now)
    if why is VoidWhy.FEWER_PIECES:  # what is taken out is not known: these lines are scanned anew
        PackScan.objects.filter(parcel=row.parcel_id, line__in=surplus, undone_at=None).update(undone_at=now)


def _ref(row: Packing) -> str:
    return f"parcel:{row.parcel_id}"


def _name(by: Actor) -> str:
    return f"{by.kind}:{by.id}"[:120]
