"""How long suppliers took of late, by the deliveries that came, and by what left them for customers."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from shopkeeper.catalog import public as catalog
from shopkeeper.core.statements import as_array, fetch
from shopkeeper.inventory.contracts import InboundKind
from shopkeeper.inventory.models import Inbound
from shopkeeper.inventory.rules.lead_times import LeadTime, measure_lead_time

_OF_LATE = timedelta(days=365)
_LOOKED_AT = 500
_LEFT_OF_LATE = timedelta(days=56)
# A line of an order keeps its name over all attempts, so that one that was kept anew is as old as its first keeping.
_LEFT = """
SELECT m.product_id, max(m.occurred_at) FILTER (WHERE m.kind = 'sell')::date
    - min(m.occurred_at) FILTER (WHERE m.kind = 'reserve')::date
FROM inventory_movement m JOIN inventory_location l ON l.id = m.location_id
WHERE m.product_id = ANY ($1::uuid[]) AND l.supplier_id = $2::uuid AND m.occurred_at > $3::timestamptz
    AND m.occurred_at <= $4::timestamptz AND m.kind IN ('reserve', 'sell') AND m.reserved <> 0 AND m.ref <> ''
GROUP BY m.product_id, m.location_id, m.ref
HAVING bool_or(m.kind = 'sell') AND bool_or(m.kind = 'reserve')"""
_TIMES = ("ordered_on", "recorded_at", "closed_at")


def get_lead_time(
    supplier_id: UUID, *, now: datetime, agreed: int | None = None, product: catalog.ProductCard | None = None
) -> LeadTime:
    """What a supplier's deliveries took in the last year, from the day of the order (else the day on which it was
    noted) until nothing more of them was to come. `agreed`: of one offer; without it the slowest of all its offers.

    With a product: what deliveries of it took, else of its category, wherever enough of them came to tell.
    """
    agreed = catalog.find_slowest_offer(supplier_id) if agreed is None else agreed
    for narrower in _narrower(product):
        found = measure_lead_time(_days(supplier_id, narrower, now), agreed=agreed)
        if found.median is not None:
            return found
    return measure_lead_time(_days(supplier_id, Q(), now), agreed=agreed)


def list_lead_times(
    supplier_id: UUID, product_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, LeadTime]:  # fmt: skip
    """What a supplier's deliveries of each of these products alone took, by product, in one statement."""
    taken: dict[UUID, list[int]] = {product: [] for product in product_ids}
    rows = _deliveries(supplier_id, Q(product__in=taken), now).values_list("product", *_TIMES)
    for product, ordered, noted, closed in rows:
        if len(taken[product]) < _LOOKED_AT:
            taken[product].append(_took(ordered, noted, closed))
    return {product: measure_lead_time(days, agreed=None) for product, days in taken.items()}


def list_leaving_times(
    supplier_id: UUID, product_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, LeadTime]:  # fmt: skip
    """What a supplier took to send each of these products to customers, in the last eight weeks: days from the first
    time that pieces of an order were kept there until the last of them left, by the ledger of its stock."""
    taken: dict[UUID, list[int]] = {product: [] for product in product_ids}
    told = [as_array(taken), str(supplier_id), now - _LEFT_OF_LATE, now]
    for product, days in fetch(_LEFT, told):
        taken[product].append(days)
    return {product: measure_lead_time(days, agreed=None) for product, days in taken.items()}


def _narrower(product: catalog.ProductCard | None) -> list[Q]:
    """Deliveries that say more of a product than all of its supplier, the best first."""
    if product is None:
        return []
    of_its_class = [Q(product__category=product.category_id)] if product.category_id else []
    return [Q(product=product.id), *of_its_class]


def _days(supplier_id: UUID, of_what: Q, now: datetime) -> list[int]:
    """Days that each of its deliveries took, the latest first."""
    taken = _deliveries(supplier_id, of_what, now).values_list(*_TIMES)[:_LOOKED_AT]
    return [_took(ordered, noted, closed) for ordered, noted, closed in taken]


def _deliveries(supplier_id: UUID, of_what: Q, now: datetime) -> QuerySet[Inbound]:
    theirs = Q(supplier=supplier_id) | Q(supplier=None, product__supplier=supplier_id)
    rows = Inbound.objects.filter(
        theirs, of_what, kind=InboundKind.PURCHASE, received__gt=0, closed_at__gte=now - _OF_LATE
    )  # fmt: skip
    return rows.order_by("-closed_at")


def _took(ordered: date | None, noted: datetime, closed: datetime) -> int:
    return max(0, (closed.date() - (ordered or noted.date())).days)
