"""All that is known of a product at each location: the state of its pieces, how they are kept, what is on its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shopkeeper.core.statements import fetch
from shopkeeper.inventory.contracts import InboundKind

_READ = """
SELECT l.code, l.name, p.on_hand, p.damaged, p.held, p.display, inventory_usable(p), p.reserved,
    (SELECT coalesce(sum(r.open), 0) FROM inventory_reservation r
     WHERE (r.product_id, r.location_id) = (p.product_id, p.location_id) AND r.ended_at IS NULL
        AND r.inbound_id IS NULL AND r.kind = 'soft'),
    p.short, p.owed,
    (SELECT json_object_agg(due.kind, due.pieces) FROM (
        SELECT CASE WHEN i.leave_by IS NOT NULL AND i.left_at IS NULL THEN 'to_leave' ELSE i.kind END AS kind,
            sum(greatest(i.quantity - i.received, 0)) AS pieces
        FROM inventory_inbound i
        WHERE (i.product_id, i.location_id) = (p.product_id, p.location_id) AND i.closed_at IS NULL
        GROUP BY 1) due)
FROM inventory_position p JOIN inventory_location l ON l.id = p.location_id
WHERE p.product_id = $1::uuid AND ($2::text = '' OR l.code = $2::text)
ORDER BY l.code"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Pieces at a location. `for_sale` is on hand less damaged, on hold and on display; of these some are reserved, for
    a while (`reserved_soft`) or until they leave (`reserved_hard`); `missing` of what was promised is not there any
    more, and `promised_ahead` is owed beyond what comes in time. `ordered`, `in_transit` and `returning` are on their
    way; `to_be_packed` lies at another location of ours still."""

    location: str
    name: str
    on_hand: int
    damaged: int
    on_hold: int
    on_display: int
    for_sale: int
    reserved_soft: int
    reserved_hard: int
    missing: int
    promised_ahead: int
    ordered: int
    in_transit: int
    returning: int
    to_be_packed: int


def list_standing(product_id: UUID, *, location: str = "") -> list[Standing]:
    """Everywhere, by code, or at one location."""
    return [_standing(row) for row in fetch(_READ, [str(product_id), location])]


def _standing(row: Any) -> Standing:
    code, name, on_hand, damaged, held, display, usable, reserved, soft, short, owed, due = row
    coming: Mapping[str, int] = due or {}
    return Standing(
        code, name, on_hand, damaged, held, display, usable, soft, reserved - soft, short, owed,
        ordered=coming.get(InboundKind.PURCHASE, 0), in_transit=coming.get(InboundKind.TRANSFER, 0),
        returning=coming.get(InboundKind.RETURN, 0), to_be_packed=coming.get("to_leave", 0),
    )  # fmt: skip
