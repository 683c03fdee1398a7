"""How long suppliers took of late, by the deliveries that came."""

from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory.contracts import InboundKind
from shopkeeper.inventory.models import Inbound
from shopkeeper.inventory.rules.lead_times import LeadTime, measure

_OF_LATE = timedelta(days=365)
_LOOKED_AT = 500


def get_lead_time(supplier_id: UUID, *, now: datetime, agreed: int | None = None) -> LeadTime:
    """What a supplier's deliveries took in the last year, from when they were noted until nothing more of them was to
    come. `agreed`: of one offer; without it the slowest of all its offers."""
    rows = Inbound.objects.filter(
        kind=InboundKind.PURCHASE, product__supplier=supplier_id, received__gt=0, closed_at__gte=now - _OF_LATE
    )
    taken = rows.order_by("-closed_at").values_list("recorded_at", "closed_at")[:_LOOKED_AT]
    days = [(closed - noted).days for noted, closed in taken if closed]
    return measure(days, agreed=_agreed(supplier_id) if agreed is None else agreed)


def _agreed(supplier_id: UUID) -> int | None:
    offers = catalog.list_offers_from(supplier_id)
    return max((offer.lead_time_days for offer in offers if offer.lead_time_days is not None), default=None)
