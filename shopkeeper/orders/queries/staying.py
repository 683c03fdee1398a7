"""What of an order stays as it is when the rest comes another way: the pieces that suppliers send."""

from uuid import UUID

from django.db.models import QuerySet, Sum

from shopkeeper.inventory.public import LocationKind
from shopkeeper.orders.models import Allocation


def count_supplied(order_id: UUID) -> dict[UUID, int]:
    """How many pieces of each line suppliers have yet to send."""
    rows = _supplied(order_id).order_by().values_list("line")
    return dict(rows.annotate(pieces=Sum("open")))


def name_supplied(order_id: UUID, node: str = "") -> dict[str, str]:
    """`what` suppliers send (or the one at `node`), and from which `place`, in words; nothing where everything is sent
    by us."""
    rows = _supplied(order_id).select_related("line__product", "location").order_by("line__position")
    found = list(rows.filter(location__code=node) if node else rows)
    if not found:
        return {}
    what = ", ".join(f"{row.open} × {row.line.product.name or row.line.product.sku}" for row in found)
    return {"what": what, "place": ", ".join(dict.fromkeys(row.location.name for row in found))}


def list_suppliers(order_id: UUID) -> set[str]:
    """The locations from which suppliers send something of an order."""
    return set(_supplied(order_id).values_list("location__code", flat=True))


def _supplied(order_id: UUID) -> QuerySet[Allocation]:
    return Allocation.objects.filter(line__order=order_id, open__gt=0, location__kind=LocationKind.SUPPLIER)
