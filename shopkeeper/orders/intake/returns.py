"""Returns from files, with or without an order."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INSTANT, INTEGER, NUMBER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, execute, refuse, upsert
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.intake.counting import more_than_there_is
from shopkeeper.orders.models import Return

_LEARNED = {
    "product": "coalesce(s.product_id, s.line_product_id)",
    "outlet": "coalesce(s.outlet_id, s.line_outlet_id)",
    "record": "coalesce(s.customer_record_id, s.line_record_id)",
    "customer": "coalesce(s.customer_id, s.line_customer_id)",
}


@action
def load_returns(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Pieces that came back; where the order is unknown, the SKU is enough. Money without pieces has neither."""
    no_product, is_money = f"{_LEARNED['product']} IS NULL", "s.quantity = 0 AND s.refund_amount > 0"
    refuse(staged, "not_positive:quantity", f"s.quantity <= 0 AND NOT coalesce({no_product} AND {is_money}, false)")
    refuse(staged, "unknown_line:line_key", f"{no_product} AND s.line_key IS NOT NULL")
    refuse(staged, "missing:sku", f"{no_product} AND s.quantity > 0")
    refuse(staged, "more_than_delivered:quantity", more_than_there_is(staged, "orders_return", "l.delivered"))
    plain = ("number", "quantity", "comment", "batch", "waited_seconds", "refund_amount", "currency", "occurred_at")
    values = {**_LEARNED, "line": "s.line_id", "reason": "s.reason_id", **{name: f"s.{name}" for name in plain}}
    result = upsert(staged, Return, values, now=now)
    execute(f"""
        UPDATE orders_orderline l SET returned = sums.quantity FROM (
            SELECT r.line_id, sum(r.quantity) AS quantity FROM orders_return r
            WHERE r.line_id IN (SELECT s.line_id FROM {staged.table} s WHERE {batch(staged)}) GROUP BY r.line_id
        ) sums WHERE l.id = sums.line_id AND l.returned <> sums.quantity""")
    return result


register(
    CanonicalTable(
        "returns",
        _("Pieces that came back, with or without an order; or money alone: no SKU, a quantity of 0, and an amount."),
        (
            Column("number", TEXT, _("Of the return or credit note, to find it by; several rows may bear one.")),
            Column("line_key", TEXT, _("Of which order line."), refers="order_line", may_be_unknown=True),
            Column("sku", TEXT, _("What came back; as on the line where empty."), refers="product"),
            Column("outlet_key", TEXT, _("Where; as in the order where empty."), refers="outlet"),
            Column("customer_key", TEXT, _("Who; as in the order where empty."), refers="customer"),
            Column("quantity", INTEGER, _("How many pieces; 0 where money went back without any."), required=True),
            Column("reason_code", TEXT, _("Why."), refers=interactions.TopicKind.RETURN_REASON),
            Column("comment", TEXT, _("In the customer's words; for money alone what it was for.")),
            Column("batch", TEXT, _("The maker's batch.")),
            Column("waited_seconds", INTEGER, _("How long they waited at the desk.")),
            Column("refund_amount", NUMBER, _("What they got back.")),
            Column("currency", TEXT, _("As GBP; the order's, or else the retailer's, where empty.")),
            Column("occurred_at", INSTANT, _("When."), required=True),
        ),
        180,
        load_returns,
        fills="orders_return",
        refusals={
            "not_positive": _("It must be one piece or more, or money alone: no SKU, 0 pieces, and what went back."),
            "more_than_delivered": _("More pieces than the line delivered."),
        },
        tells=(_("what comes back, from which batch, and why"),),
    )
)
