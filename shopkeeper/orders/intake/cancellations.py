"""Cancellations from files: pieces that never left."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INSTANT, INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, execute, refuse, upsert
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.models import Cancellation


@action
def load_cancellations(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Pieces canceled, each counted on its line: what was canceled neither left nor arrived."""
    refuse(staged, "not_positive:quantity", "s.quantity <= 0")
    refuse(staged, "more_than_ordered:quantity", _more_than_there_is(staged))
    values = {"line": "s.line_id", "reason": "s.reason_id"}
    values |= {name: f"s.{name}" for name in ("quantity", "decided_by", "occurred_at")}
    result = upsert(staged, Cancellation, values, now=now)
    _count_on_lines(staged)
    return result


def _more_than_there_is(staged: Staged) -> str:
    other = "c.line_id = s.line_id AND (c.source, c.source_key) <> (s.source, s.source_key)"
    stored = f"(SELECT coalesce(sum(c.quantity), 0) FROM orders_cancellation c WHERE {other})"
    now_there = (
        f"SELECT x.line_id, sum(x.quantity) AS quantity FROM {staged.table} x WHERE x.refusal IS NULL GROUP BY 1"
    )
    return (
        f"EXISTS (SELECT 1 FROM orders_orderline l, ({now_there}) batch WHERE l.id = s.line_id AND batch.line_id = l.id"
        f" AND batch.quantity + {stored} > l.ordered - l.returned)"
    )


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
        refusals={
            "not_positive": _("It must be one piece or more."),
            "more_than_ordered": _("More pieces than the line has."),
        },
        tells=(_("what could not be had after it was ordered, and why"),),
    )
)
