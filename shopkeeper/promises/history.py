"""Promises out of imported history, set-wise: what was promised to whom, and whether it was kept."""

from dataclasses import replace
from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import IntakeResult, Staged
from shopkeeper.core.late_facts import WHO, Learner, register_learner
from shopkeeper.core.setwise import upsert
from shopkeeper.promises.models import Promise

_COLUMNS = frozenset(
    (
        "kind",
        "ref",
        "node",
        "outlet_id",
        "record_id",
        "customer_id",
        "made_at",
        "due_at",
        "fulfilled_at",
        "withdrawn_at",
        "is_short",
    )
)

register_learner(
    Learner("order", Promise, "t.ref = d.ref", {**WHO, "outlet": "outlet_id", "withdrawn_at": "canceled_at"})
)


@action
def import_promises(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Write promises from a table with the columns of a promise, `line` and `refusal`.

    What was first promised stays on record when a corrected file names another date. What is overdue on arrival is
    marked as announced: nobody is alarmed about the past.
    """
    staged = replace(staged, given=_COLUMNS)
    ids = {name: f"s.{name}_id" for name in ("outlet", "record", "customer")}
    names = ("kind", "ref", "node", "made_at", "due_at", "fulfilled_at", "withdrawn_at", "is_short")
    plain = {name: f"s.{name}" for name in names}
    is_open = "coalesce(s.fulfilled_at, s.withdrawn_at) IS NULL"
    overdue = f"s.due_at < '{now.isoformat()}'::timestamptz AND (s.is_short OR {is_open})"
    first = {
        "original_due_at": "s.due_at",
        "breach_announced_at": f"CASE WHEN {overdue} THEN '{now.isoformat()}'::timestamptz END",
    }
    return upsert(staged, Promise, {**ids, **plain}, now=now, first=first)
