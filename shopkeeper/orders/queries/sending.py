"""What locations have to send: parcels that have not left, with their pieces, most urgent first."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.core.remembering import remembered
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import HowKind, PieceToSend, ToSend
from shopkeeper.orders.models import Allocation, Hold
from shopkeeper.orders.queries.book import ref_of
from shopkeeper.orders.queries.stages import with_progress

_AT_ONCE = 400
MOST = 2_000
"""Allocations that are looked at where all that waits is counted: more would not fit into one look."""


@remembered
def list_to_send(
    *, by: Actor, now: datetime, location: str = "", order_id: UUID | None = None, limit: int = _AT_ONCE
) -> list[ToSend]:
    """At the locations of the reader's outlets, or at all of them, suppliers' too; what leaves first comes first."""
    rows = _open(by)
    rows = rows.filter(location__code=location) if location else rows
    cards = _cards(rows.filter(line__order=order_id) if order_id else rows, now=now, limit=limit)
    return sorted(cards, key=lambda card: (card.due_on or date.max, card.since))


def count_to_send(*, by: Actor, above: int = MOST) -> int:
    """All parcels of the reader's locations, where more than so many allocations wait; 0 where one look has all."""
    rows = _open(by).order_by()
    if not rows[above : above + 1].exists():
        return 0
    return rows.values("line__order", "location").distinct().count()


def list_cards_to_send(*, order_id: UUID, now: datetime) -> list[ToSend]:
    """The parcels of one order that have not left, whoever asks."""
    return _cards(_all_open().filter(line__order=order_id), now=now)


def _cards(rows: QuerySet[Allocation], *, now: datetime, limit: int = _AT_ONCE) -> list[ToSend]:
    found = defaultdict[tuple[UUID, str], list[Allocation]](list)
    for row in _first_of(rows, limit):
        found[row.line.order_id, row.location.code].append(row)
    orders = {order for order, _code in found}
    ready = {
        (one.ref, one.ship_from): one
        for one in delivery.list_parcels_for_refs((ref_of(order) for order in orders), now=now)
        if one.state is delivery.ParcelState.PREPARING
    }
    held = set(Hold.objects.filter(order__in=orders, released_at=None).values_list("order", flat=True))
    cards = [
        _card(allocated, ready[ref_of(order), code], is_held=order in held)
        for (order, code), allocated in found.items()
        if (ref_of(order), code) in ready
    ]
    return with_progress(cards, now=now)


def _first_of(rows: QuerySet[Allocation], limit: int) -> QuerySet[Allocation]:
    """What was allocated first, with all that a card shows: most stores have nothing to send most of the time, and to
    plan so many joins takes longer than to find that out."""
    first = list(rows.order_by("allocated_at", "id").values_list("id", flat=True)[:limit])
    shown = Allocation.objects.filter(id__in=first).order_by("allocated_at", "id")
    return shown.select_related("line__order", "line__product__category", "location") if first else shown.none()


def count_by_place(cards: Iterable[ToSend]) -> list[tuple[str, str, int]]:
    """Each location with its name and how much it has to send, the busiest first."""
    counts = defaultdict[tuple[str, str], int](int)
    for card in cards:
        counts[card.location, card.place] += 1
    return sorted(((code, name, count) for (code, name), count in counts.items()), key=lambda row: (-row[2], row[1]))


def _all_open() -> QuerySet[Allocation]:
    return Allocation.objects.filter(open__gt=0, line__order__placement__method=HowKind.DELIVERY)


def _open(by: Actor) -> QuerySet[Allocation]:
    rows = _all_open()
    if not by.scopes.company_wide:
        rows = rows.filter(location__outlet__in=[UUID(o) for o in by.scopes.values.get("outlet_id", frozenset())])
    return rows


def _card(rows: list[Allocation], parcel: delivery.ParcelCard, *, is_held: bool) -> ToSend:
    order, location = rows[0].line.order, rows[0].location
    pieces: dict[UUID, PieceToSend] = {}
    for row in sorted(rows, key=lambda row: row.line.position):
        product, known = row.line.product, pieces.get(row.line_id)
        pieces[row.line_id] = PieceToSend(
            row.line_id,
            product.sku,
            product.name or product.sku,
            product.category.name if product.category else "",
            row.open + (known.pieces if known else 0),
        )
    return ToSend(
        order.id, parcel.id, order.number, location.code, location.name, parcel.carrier, parcel.service,
        rows[0].allocated_at, parcel.leaves_on, parcel.promised_on, tuple(pieces.values()), is_held,
        label=parcel.tracking_number, is_suppliers=location.kind == inventory.LocationKind.SUPPLIER,
        put_off_to=parcel.put_off_to,
    )  # fmt: skip
