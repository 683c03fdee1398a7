"""Transfers that arrived with fewer pieces than had left: the rest is still at the origin, or lost on the road."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from shopkeeper.core.joining import joined_if_any
from shopkeeper.inventory.models import Inbound, Position
from shopkeeper.inventory.models.promised import CAME_SHORT

_OF_LATE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ShortTransfer:
    """So many of the pieces that left did not arrive; `is_settled` once somebody counted at the origin since."""

    sku: str
    name: str
    origin: str
    origin_name: str
    outlet_id: UUID | None
    """The outlet of the origin, whose people look for them."""
    destination: str
    sent: int
    arrived: int
    closed_at: datetime
    is_settled: bool

    @property
    def missing(self) -> int:
        """Pieces that did not arrive."""
        return self.sent - self.arrived


def list_short_transfers(
    *, now: datetime, location_ids: Collection[UUID] | None = None, outlet_ids: Collection[UUID] | None = None
) -> list[ShortTransfer]:  # fmt: skip
    """Those of the last two weeks from or to some locations, or from some outlets; the latest first."""
    rows = Inbound.objects.filter(CAME_SHORT, closed_at__gte=now - _OF_LATE)
    if location_ids is not None:
        rows = rows.filter(Q(origin__in=location_ids) | Q(location__in=location_ids))
    rows = rows.filter(origin__outlet__in=outlet_ids) if outlet_ids is not None else rows
    counted = Position.objects.filter(
        product=OuterRef("product"), location=OuterRef("origin"), last_counted_at__gte=OuterRef("closed_at")
    )
    found = rows.annotate(is_settled=Exists(counted)).order_by("-closed_at", "id")[:100]
    return [_card(row) for row in joined_if_any(found, "product", "origin", "location")]


def _card(row: Inbound) -> ShortTransfer:
    origin = row.origin
    if origin is None or row.closed_at is None:
        raise AssertionError("a transfer has an origin, and came short when it was closed")
    return ShortTransfer(
        row.product.sku, row.product.name or row.product.sku, origin.code, origin.name, origin.outlet_id,
        row.location.name, row.quantity, row.received, row.closed_at, getattr(row, "is_settled", False),
    )  # fmt: skip
