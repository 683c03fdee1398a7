"""Purchase orders and other pieces on their way."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import DATE, INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, refuse, upsert
from shopkeeper.inventory.actions.coming import refresh_coming
from shopkeeper.inventory.contracts import InboundKind
from shopkeeper.inventory.intake.locations import UNKNOWN_LOCATION
from shopkeeper.inventory.models import Inbound

_KINDS = tuple(kind for kind in InboundKind if kind != InboundKind.QUEUE)
_MOVED = """
    EXISTS (SELECT 1 FROM inventory_inbound i WHERE (i.source, i.source_key) = (s.source, s.source_key)
        AND (i.product_id, i.location_id) <> (s.product_id, s.location_id))"""


_PACK = (
    "(SELECT k.quantity FROM catalog_pack k WHERE k.product_id = s.product_id AND lower(k.name) = lower(s.pack)"
    " ORDER BY k.name = s.pack DESC LIMIT 1)"
)
_PIECES = f"s.quantity * CASE WHEN s.pack IS NULL THEN 1 ELSE {_PACK} END"
_CAME_BEFORE = {
    "received": f"CASE WHEN s.received_on IS NULL THEN 0 ELSE {_PIECES} END",
    "closed_at": "s.received_on::timestamp AT TIME ZONE 'UTC' + interval '12 hours'",
}
"""What came before this system knew of it: its pieces are in the levels already, its days measure the supplier."""


@action
def load_inbounds(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Lines of purchase orders. What was received of one is known here, whatever a later file says."""
    refuse(staged, "not_positive:quantity", "s.quantity < 1")
    refuse(staged, "another_product:sku", _MOVED)
    refuse(staged, "no_such_pack:pack", f"s.pack IS NOT NULL AND {_PACK} IS NULL")
    refuse(staged, "ordered_too_late:ordered_on", "s.ordered_on > least(s.due_on, s.received_on)")
    kind = f"coalesce(s.kind, '{InboundKind.PURCHASE}')"
    values = {"ref": "s.number", "due_on": "s.due_on", "quantity": _PIECES, "ordered_on": "s.ordered_on",
              "supplier": "s.supplier_id"}  # fmt: skip
    first = {"kind": kind, "product": "s.product_id", "location": "s.location_id", **_CAME_BEFORE}
    result = upsert(staged, Inbound, values, now=now, first=first)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT s.product_id, s.location_id FROM {staged.table} s WHERE {batch(staged)}")
        refresh_coming(pairs=cursor.fetchall(), by=by, now=now)
    return result


register(
    CanonicalTable(
        "inbounds",
        _("What is on its way to a location: one row a line of a purchase order, an advice or a transfer."),
        (
            Column("number", TEXT, _("The number of the order or the advice, as on its papers.")),
            Column("sku", TEXT, _("What comes."), required=True, refers="product"),
            Column("location_code", TEXT, _("Where it comes to."), required=True, refers="location"),
            Column("quantity", INTEGER, _("How many base units, or how many packs where one is named."), required=True),
            Column("pack", TEXT, _("The pack in which it was ordered, by its name; base units where empty.")),
            Column("due_on", DATE, _("The day on which it is due; a later file may move it."), required=True),
            Column("kind", TEXT, _("Why it comes; a purchase where empty."), codes=_KINDS),
            Column("supplier_key", TEXT, _("From whom; the product's usual supplier where empty."), refers="supplier"),
            Column("ordered_on", DATE, _("The day of the order: from then on the supplier's days count.")),
            Column(
                "received_on",
                DATE,
                _("The day on which all of it came, for what is history. No pieces are added: stock levels know them."),
            ),
        ),
        54,
        load_inbounds,
        fills="inventory_inbound",
        refusals={
            **UNKNOWN_LOCATION,
            "not_positive": _("There must be at least one."),
            "ordered_too_late": _("It cannot come before it was ordered."),
            "no_such_pack": _("The product comes in no pack of this name."),
            "another_product": _("This row's key stands for another product or location already."),
        },
        tells=(_("what can be promised for a later day"), _("how long each supplier really takes")),
    )
)
