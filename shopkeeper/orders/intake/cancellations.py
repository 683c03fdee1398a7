"""Cancellations from files: pieces that never left."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INSTANT, INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, execute, refuse, upsert
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.intake.counting import more_than_there_is
from shopkeeper.orders.models import Cancellation


@action
def load_cancellations(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Pieces canceled, each counted on its line: what was canceled neither left nor arrived."""
    refuse(staged, "not_positive:quantity", "s.quantity <= 0")
    refuse(
        staged,
        "more_than_ordered:quantity",
        more_than_there_is(staged, "orders_cancellation", "l.ordered - l.returned"),
    )
    values = {"line": "s.line_id", "reason": "s.reason_id"}
    values |= {name: f"s.{name}" for name in ("quantity", "decided_by", "occurred_at")}
    result = upsert(staged, Cancellation, values, now=now)
    _count_on_lines(staged)
    return result


def _count_on_lines(staged: Staged) -> None:
    execute(f"""
        UPDATE orders_orderline l SET canceled = sums.quantity, shipped = least(l.shipped, l.ordered - sums.quantity),
            delivered = least(l.delivered, l.ordered - sums.quantity)
        FROM (
            SELECT c.line_id, sum(c.quantity) AS quantity FROM orders_cancellation c
            WHERE c.line_id IN (SELECT s.line_id FROM {staged.table} s WHERE {batch(staged)}) GROUP BY c.line_id
        ) sums WHERE l.id = sums.line_id AND l.canceled < sums.quantity""")


register(
    CanonicalTable(
        "cancellations",
        _("Pieces canceled before they left."),
        (
            Column("line_key", TEXT, _("Of which order line."), required=True, refers="order_line"),
            Column("quantity", INTEGER, _("How many pieces."), required=True),
            Column("reason_code", TEXT, _("Why."), refers=interactions.TopicKind.CANCELLATION_REASON),
            Column("decided_by", TEXT, _("Customer, shop, supplier.")),
            Column("occurred_at", INSTANT, _("When."), required=True),
        ),
        170,
        load_cancellations,
        fills="orders_cancellation",
        refusals={
            "not_positive": _("It must be one piece or more."),
            "more_than_ordered": _("More pieces than the line has."),
        },
        tells=(_("what could not be had after it was ordered, and why"),),
    )
)
