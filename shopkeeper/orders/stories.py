"""What happened to one order, composed from its facts and those of the ledgers below."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.components import StoryEntry
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import OrderCard
from shopkeeper.orders.models import Cancellation, Pickup, Return


def tell_order(card: OrderCard, *, now: datetime) -> list[StoryEntry]:
    """The story of an order, newest first."""
    placed = StoryEntry(at=card.placed_at, icon="shopping-cart", title=_("Placed"), where=card.outlet)
    parts = [_parcels(card, now), _cancellations(card), _returns(card), _pickups(card)]
    entries = [placed, *(entry for part in parts for entry in part)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _parcels(card: OrderCard, now: datetime) -> list[StoryEntry]:
    entries = []
    for parcel in delivery.list_parcels_for_ref(card.ref, now=now):
        detail = " · ".join(filter(None, [parcel.carrier, parcel.service, parcel.tracking_number]))
        if parcel.handed_over_at:
            title = _("Handed over to the carrier")
            entries.append(StoryEntry(at=parcel.handed_over_at, icon="truck", title=title, detail=detail))
        if parcel.delivered_at:
            entries.append(_delivered(parcel, parcel.delivered_at))
    return entries


def _delivered(parcel: delivery.ParcelCard, at: datetime) -> StoryEntry:
    late = parcel.days_late or 0
    return StoryEntry(
        at=at,
        icon="package-check",
        title=_("Delivered"),
        detail=parcel.carrier,
        promise="" if parcel.promised_on is None else "broken" if late else "kept",
        promise_words=ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late} if late else "",
        tone="bad" if late else "",
    )


def _cancellations(card: OrderCard) -> list[StoryEntry]:
    rows = Cancellation.objects.filter(line__order=card.id).select_related("line__product", "reason")
    return [
        StoryEntry(
            at=row.occurred_at,
            icon="ban",
            title=_("Canceled: %(what)s") % {"what": row.line.product.name or row.line.product.sku},
            detail=" · ".join(filter(None, [_pieces(row.quantity), row.reason.name if row.reason else ""])),
            tone="warn",
        )
        for row in rows
    ]


def _returns(card: OrderCard) -> list[StoryEntry]:
    rows = Return.objects.filter(line__order=card.id).select_related("product", "reason", "outlet")
    return [
        StoryEntry(
            at=row.occurred_at,
            icon="undo-2",
            title=_("Brought back: %(what)s") % {"what": row.product.name or row.product.sku},
            detail=" · ".join(filter(None, [_pieces(row.quantity), row.reason.name if row.reason else ""])),
            said=row.comment,
            where=row.outlet.name if row.outlet else "",
            where_icon="store",
        )
        for row in rows
    ]


def _pickups(card: OrderCard) -> list[StoryEntry]:
    rows = Pickup.objects.filter(order=card.id).select_related("outlet")
    return [entry for row in rows for entry in _tell_pickup(row)]


def _tell_pickup(row: Pickup) -> Iterator[StoryEntry]:
    where, icon = row.outlet.name, "store"
    if row.ready_at:
        yield StoryEntry(
            at=row.ready_at,
            icon="package",
            title=_("Ready to be collected"),
            detail=_("shelf %(shelf)s") % {"shelf": row.shelf} if row.shelf else "",
            promise="broken" if row.ready_at > row.promised_at else "kept",
            where=where,
            where_icon=icon,
        )
    if row.not_found_at:
        title = _("Not found when the customer came")
        yield StoryEntry(at=row.not_found_at, icon="package-x", title=title, tone="bad", where=where, where_icon=icon)
    if row.collected_at:
        yield StoryEntry(at=row.collected_at, icon="package-check", title=_("Collected"), where=where, where_icon=icon)


def _pieces(count: int) -> str:
    return ngettext("%(n)s piece", "%(n)s pieces", count) % {"n": count}
