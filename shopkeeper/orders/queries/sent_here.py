"""What a store may see of an order that it only sends: its own pieces, its parcels, the address on their label."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import Address, PieceToSend
from shopkeeper.orders.models import Allocation, Order
from shopkeeper.orders.queries.book import ref_of
from shopkeeper.orders.queries.revisions import find_address


@dataclass(frozen=True, slots=True)
class SentHere:
    """An order as whoever sends some of it sees it: no prices, nothing of what others send, no history."""

    order_id: UUID
    number: str
    pieces: tuple[PieceToSend, ...]
    """Those that are to be sent from here, or were; `found` counts those that have left."""
    parcels: tuple[delivery.ParcelCard, ...]
    address: Address | None


def find_sent_here(key: str | UUID, *, by: Actor, now: datetime) -> SentHere | None:
    """An order by id or number of which a location of the reader's outlets sends something, or has sent."""
    outlets = [UUID(outlet) for outlet in by.scopes.values.get("outlet_id", frozenset())]
    ours = Allocation.objects.filter(location__outlet__in=outlets).select_related("line__product__category", "location")
    orders = Order.objects.filter(pk__in=ours.values("line__order"))
    known = _id(key)
    order = (orders.filter(pk=known) if known else orders.filter(number=str(key).strip().upper())).first()
    if order is None:
        return None
    rows = [row for row in ours.filter(line__order=order).order_by("line__position") if row.open or row.shipped]
    codes = {row.location.code for row in rows}
    parcels = delivery.list_parcels_for_ref(ref_of(order.id), now=now)
    mine = [one for one in parcels if one.ship_from in codes and one.state is not delivery.ParcelState.CANCELED]
    return SentHere(order.id, order.number, _pieces(rows), tuple(mine), find_address(order.id)) if rows else None


def _pieces(rows: list[Allocation]) -> tuple[PieceToSend, ...]:
    found: dict[UUID, PieceToSend] = {}
    for row in rows:
        product, known = row.line.product, found.get(row.line_id)
        found[row.line_id] = PieceToSend(
            row.line_id, product.sku, product.name or product.sku, product.category.name if product.category else "",
            row.open + row.shipped + (known.pieces if known else 0), row.shipped + (known.found if known else 0),
        )  # fmt: skip
    return tuple(found.values())


def _id(key: str | UUID) -> UUID | None:
    try:
        return key if isinstance(key, UUID) else UUID(key)
    except ValueError:
        return None
