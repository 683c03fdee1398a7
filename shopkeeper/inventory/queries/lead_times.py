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


def get_lead_time(supplier_id: UUID, *, now: datetime, agreed: int | None = None) -> LeadTime:
    """What a supplier's deliveries took in the last year, from the day of the order (else the day on which it was
    noted) until nothing more of them was to come. `agreed`: of one offer; without it the slowest of all its offers."""
    theirs = Q(supplier=supplier_id) | Q(supplier=None, product__supplier=supplier_id)
    rows = Inbound.objects.filter(
        theirs, kind=InboundKind.PURCHASE, received__gt=0, closed_at__gte=now - _OF_LATE
    )  # fmt: skip
    taken = rows.order_by("-closed_at").values_list("ordered_on", "recorded_at", "closed_at")[:_LOOKED_AT]
    days = [max(0, (closed.date() - (ordered or noted.date())).days) for ordered, noted, closed in taken if closed]
    return measure_lead_time(days, agreed=catalog.find_slowest_offer(supplier_id) if agreed is None else agreed)
