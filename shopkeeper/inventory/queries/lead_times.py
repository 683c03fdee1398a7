"""How long suppliers took of late, by the deliveries that came."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory.contracts import InboundKind
from shopkeeper.inventory.models import Inbound
from shopkeeper.inventory.rules.lead_times import LeadTime, measure_lead_time

_OF_LATE = timedelta(days=365)
_LOOKED_AT = 500


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


def _narrower(product: catalog.ProductCard | None) -> list[Q]:
    """Deliveries that say more of a product than all of its supplier, the best first."""
    if product is None:
        return []
    of_its_class = [Q(product__category=product.category_id)] if product.category_id else []
    return [Q(product=product.id), *of_its_class]


def _days(supplier_id: UUID, of_what: Q, now: datetime) -> list[int]:
    """Days that each of its deliveries took, the latest first."""
    theirs = Q(supplier=supplier_id) | Q(supplier=None, product__supplier=supplier_id)
    rows = Inbound.objects.filter(
        theirs, of_what, kind=InboundKind.PURCHASE, received__gt=0, closed_at__gte=now - _OF_LATE
    )  # fmt: skip
    taken = rows.order_by("-closed_at").values_list("ordered_on", "recorded_at", "closed_at")[:_LOOKED_AT]
    return [max(0, (closed.date() - (ordered or noted.date())).days) for ordered, noted, closed in taken if closed]
