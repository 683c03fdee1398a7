"""What the checker of the record found."""

from shopkeeper.core.actors import Actor
from shopkeeper.inventory.models import Drift, Inspection


def find_last_inspection(*, by: Actor) -> Inspection | None:
    """The last walk over all positions, the running one before those that are through."""
    by.require("inventory.view_stock")
    return Inspection.objects.order_by("-started_at").first()


def list_drifts(*, by: Actor, limit: int = 200) -> list[Drift]:
    """Counters that are wrong and not repaired yet, newest first, with their product and location."""
    by.require("inventory.view_stock")
    rows = Drift.objects.filter(repaired_at=None).select_related("product", "location")
    return list(rows.order_by("-found_at", "id")[:limit])
