"""What has to be found for orders that customers collect, and what was found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor
from shopkeeper.core.joining import joined_if_any
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import Pick, PickLine, PickupCard, PickupState
from shopkeeper.orders.models import OrderLine, PickScan, Pickup, Placement
from shopkeeper.orders.queries.book import list_pickups_to_serve, pickup_card

type Parts = dict[UUID, tuple[catalog.ComponentCard, ...]]
_EVER = Value(datetime(1970, 1, 1, tzinfo=UTC))


def get_pick(pickup_id: UUID) -> Pick:
    """One order to be collected, line by line."""
    row = Pickup.objects.select_related("order", "outlet").get(pk=pickup_id)
    return _picks([pickup_card(row)])[0]


def get_picks(cards: Sequence[PickupCard]) -> list[Pick]:
    """These orders to be collected, line by line."""
    return _picks(cards)


def list_picks(*, by: Actor, now: datetime, limit: int = 50) -> list[Pick]:
    """Orders that have yet to be found at the reader's outlets, most urgent first."""
    open_ones = (PickupState.PREPARING, PickupState.NOT_FOUND)
    return _picks([card for card in list_pickups_to_serve(by=by, now=now, limit=limit) if card.state in open_ones])


def list_to_put_back(*, by: Actor, now: datetime) -> list[PickupCard]:
    """Orders that nobody comes for, whose pieces lie aside: let go, canceled, or on another way by now."""
    rows = Pickup.objects.filter(lies_aside(), collected_at=None)
    if not by.scopes.company_wide:
        rows = rows.filter(outlet__in=[UUID(o) for o in by.scopes.values.get("outlet_id", frozenset())])
    return [pickup_card(row) for row in joined_if_any(rows.order_by("promised_at")[:100], "order", "outlet")]


def lies_aside() -> Q:
    """Pick-ups whose pieces somebody put aside for nobody, and has to put back."""
    missed, put_back = OuterRef("not_found_at"), OuterRef("put_back_at")
    scans = PickScan.objects.filter(_since(missed), _since(put_back), pickup=OuterRef("pk"))
    is_off = Q(called_off_at__isnull=False) | Q(order__canceled_at__isnull=False)
    return Q(released_at__isnull=False, put_back_at=None) | Q(is_off & Exists(scans), released_at=None)


def _since(moment: F) -> Q:
    return Q(found_at__gt=Coalesce(moment, _EVER))


def find_pickup_code(pickup_id: UUID) -> str:
    """The code that the customer shows at the counter; only they are shown it, not those behind the counter."""
    return Pickup.objects.filter(pk=pickup_id).values_list("code", flat=True).first() or ""


def found_by_line(pickup_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], int]:
    """(pick-up, line) -> pieces scanned. What was not found at the counter, or was put back, has to be found again."""
    missed, put_back = F("pickup__not_found_at"), F("pickup__put_back_at")
    rows = PickScan.objects.filter(_since(missed), _since(put_back), pickup__in=list(pickup_ids))
    sums = rows.values_list("pickup", "line").annotate(pieces=Sum("quantity")).order_by()
    return {(pickup, line): pieces for pickup, line, pieces in sums}


def _picks(cards: Sequence[PickupCard]) -> list[Pick]:
    ours = set(Placement.objects.filter(order__in=[c.order_id for c in cards]).values_list("order", flat=True))
    found, lines = found_by_line(card.id for card in cards), defaultdict[UUID, list[OrderLine]](list)
    rows = OrderLine.objects.filter(order__in=[card.order_id for card in cards])
    for row in rows.select_related("product__category").order_by("position"):
        lines[row.order_id].append(row)
    theirs = [row.product_id for order, rows in lines.items() if order not in ours for row in rows]
    parts = _in_parts(theirs) if theirs else {}
    return [
        Pick(card, tuple(_line(row, row.order_id in ours, found.get((card.id, row.id), 0), parts)
                         for row in lines[card.order_id] if row.ordered > row.canceled + row.shipped))
        for card in cards
    ]  # fmt: skip


def _in_parts(product_ids: Sequence[UUID]) -> Parts:
    """What is in the bundles that lie on no shelf of their own: somebody looks for their parts."""
    bundles = catalog.list_components(product_ids)
    whole = inventory.find_stocked(bundles) if bundles else set()
    return {bundle: tuple(parts) for bundle, parts in bundles.items() if bundle not in whole}


def _line(row: OrderLine, is_ours: bool, found: int, parts: Parts) -> PickLine:
    left = row.ordered - row.canceled - row.shipped
    wanted = row.allocated if is_ours else left
    category = row.product.category.name if row.product.category else ""
    return PickLine(
        row.id, row.product.sku, row.product.name or row.product.sku, category, wanted, min(found, wanted),
        left - wanted - row.awaited, row.awaited, () if is_ours else parts.get(row.product_id, ()),
    )  # fmt: skip
