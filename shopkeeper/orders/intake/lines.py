"""Order lines from files: pieces ordered and what became of them."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    INTEGER,
    NUMBER,
    TEXT,
    CanonicalTable,
    IntakeResult,
    Reference,
    Staged,
    register,
    register_reference,
)
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.keys import resolve_keys
from shopkeeper.core.setwise import batch, execute, refuse, upsert
from shopkeeper.orders.models import OrderLine

_STORED = "FROM orders_orderline l WHERE l.source = s.source AND l.source_key = s.source_key"
_SEEN = "(SELECT o.placed_at FROM orders_order o WHERE o.id = s.order_id)"
"""The day of an order that is not described yet."""
_FACTS = f"(SELECT sum(c.quantity) FROM orders_cancellation c WHERE c.line_id = (SELECT l.id {_STORED}))"


@action
def load_order_lines(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Lines of orders. Where a file does not say what became of the pieces, they left and arrived unless canceled."""
    counts = _counts(staged)
    canceled, shipped, delivered = counts["canceled"], counts["shipped"], counts["delivered"]
    refuse(staged, "negative:quantity", "s.quantity < 0")
    refuse(
        staged,
        "counts_do_not_add_up:quantity",
        f"least({canceled}, {shipped}, {delivered}) < 0"
        f" OR {canceled} + {shipped} > s.quantity OR {delivered} > {shipped}"
        + ("" if staged.fresh else f" OR {delivered} < (SELECT l.returned {_STORED})"),
    )
    refuse(staged, "too_large:unit_price", "abs(s.unit_price * s.quantity) >= 1e9")
    plain = ("batch", "unit_price", "unit_cost")
    values = {name: f"s.{name}" for name in plain}
    values |= {"order": "s.order_id", "product": "s.product_id", "supplier": "s.supplier_id", "ordered": "s.quantity"}
    values |= {"described_as": "left(coalesce(s.described_as, ''), 200)"}
    values |= {"placed_at": f"coalesce(s.order_placed_at, {_SEEN})"}
    values |= {"position": "coalesce(s.position, s.line)", "discount": "coalesce(s.discount, 0)", **counts}
    result = upsert(staged, OrderLine, values, now=now)
    _add_up(staged)
    return result


def _counts(staged: Staged) -> dict[str, str]:
    known = "0" if staged.fresh else f"coalesce({_FACTS}, 0)"
    whole = "CASE WHEN s.order_canceled_at IS NOT NULL AND coalesce(s.shipped, s.delivered) IS NULL THEN s.quantity END"
    canceled = f"greatest(coalesce(s.canceled, {whole}, 0), {known})"
    return {
        "canceled": canceled,
        "shipped": f"coalesce(s.shipped, s.delivered, s.quantity - {canceled})",
        "delivered": f"coalesce(s.delivered, s.shipped, s.quantity - {canceled})",
    }


def _add_up(staged: Staged) -> None:
    """Give the orders of the batch their goods total: prices times pieces ordered, less the lines' discounts."""
    execute(f"""
        UPDATE orders_order o SET goods_total = sums.total FROM (
            SELECT l.order_id, round(sum(l.unit_price * l.ordered - l.discount), 2) AS total FROM orders_orderline l
            WHERE l.order_id IN (SELECT s.order_id FROM {staged.table} s WHERE {batch(staged)}) GROUP BY l.order_id
        ) sums WHERE o.id = sums.order_id AND o.goods_total <> sums.total""")


@action
def resolve_lines(*, keys: str, by: Actor, now: datetime) -> None:
    """Lines by their key, with what they sold to whom; nobody can guess a line that was never seen."""
    resolve_keys(keys, OrderLine, {"id": "t.id", "product_id": "t.product_id"})
    execute(
        f"UPDATE {keys} k SET outlet_id = o.outlet_id, record_id = o.record_id, customer_id = o.customer_id"
        " FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id WHERE l.id = k.id"
    )


_FIELDS = dict.fromkeys(("id", "product_id", "outlet_id", "record_id", "customer_id"), "uuid")
register_reference(Reference("order_line", resolve_lines, unknown="unknown_line", fields=_FIELDS))

register(
    CanonicalTable(
        "order_lines",
        _("Lines of orders: pieces, prices, costs."),
        (
            Column("order_key", TEXT, _("Of which order."), required=True, refers="order"),
            Column("position", INTEGER, _("Its place in the order.")),
            Column("sku", TEXT, _("What was ordered."), required=True, refers="product"),
            Column("supplier_key", TEXT, _("Who ships it, where that is a supplier."), refers="supplier"),
            Column("batch", TEXT, _("The maker's batch.")),
            Column("unit_price", NUMBER, _("The price of one piece."), required=True),
            Column("unit_cost", NUMBER, _("What one piece cost us that day.")),
            Column("discount", NUMBER, _("Taken off this line.")),
            Column("quantity", INTEGER, _("Pieces ordered."), required=True),
            Column("described_as", TEXT, _("What its own system calls it, for a product that nobody has described.")),
            Column("shipped", INTEGER, _("Pieces that left; all that were not canceled where empty.")),
            Column("delivered", INTEGER, _("Pieces that arrived; all that left where empty.")),
            Column("canceled", INTEGER, _("Pieces canceled before they left.")),
        ),
        120,
        load_order_lines,
        fills="orders_orderline",
        refusals={"counts_do_not_add_up": _("More pieces were canceled, shipped or delivered than there were.")},
        tells=(_("which products and suppliers stand behind the trouble"), _("margin, once costs are there")),
    )
)
