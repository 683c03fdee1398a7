"""What of an order stays as it is when the rest comes another way: the pieces that suppliers send, to the customer or
to the store where it is collected."""

from uuid import UUID

from django.db.models import QuerySet, Sum

from shopkeeper.inventory import public as inventory
from shopkeeper.orders.models import Allocation, Awaited
from shopkeeper.orders.queries.book import demand_ref


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


def list_brought(order_id: UUID, *, line_id: UUID | None = None, node: str = "") -> list[tuple[Awaited, str]]:
    """What suppliers (or the one at `node`) have yet to send to the store where it is collected: what a line waits for,
    each with who sends it. What has left them comes to the store like anything else."""
    rows = Awaited.objects.filter(line__order=order_id, open__gt=0).select_related("line__product", "location")
    rows = rows.filter(line=line_id) if line_id else rows
    waiting = {(demand_ref(order_id, row.line.position), row.attempt): row for row in rows.order_by("-attempt", "id")}
    sent = {(one.ref, one.attempt): one.origin for one in inventory.list_supplied({ref for ref, _ in waiting})}
    return [(row, sent[key]) for key, row in waiting.items() if key in sent and node in ("", sent[key])]


def name_brought(order_id: UUID) -> dict[str, str]:
    """`what` suppliers bring to the store where it is collected, and from which `place`, in words; nothing where they
    bring nothing."""
    found = list_brought(order_id)
    if not found:
        return {}
    names = inventory.get_locations({node for _, node in found})
    what = ", ".join(f"{row.open} × {row.line.product.name or row.line.product.sku}" for row, _ in found)
    return {"what": what, "place": ", ".join(dict.fromkeys(names[node].name for _, node in found))}


def _supplied(order_id: UUID) -> QuerySet[Allocation]:
    return Allocation.objects.filter(line__order=order_id, open__gt=0, location__kind=inventory.LocationKind.SUPPLIER)
