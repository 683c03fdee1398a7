"""Pick-ups from files: orders collected at an outlet, and what was promised."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INSTANT, INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, execute, refuse, upsert
from shopkeeper.orders.models import Pickup
from shopkeeper.promises import public as promises

_RECORD = "coalesce(s.customer_record_id, s.order_record_id)"
_CUSTOMER = "coalesce(s.customer_id, s.order_customer_id)"
_OUTLET = "coalesce(s.outlet_id, s.order_outlet_id)"

_IN_VAIN = "coalesce(s.not_found_at >= least(s.promised_at, s.ready_at), false)"
_DONE = f"""CASE WHEN NOT {_IN_VAIN} OR s.ready_at > s.not_found_at THEN s.ready_at
    WHEN s.collected_at > s.not_found_at THEN s.collected_at END"""


@action
def load_pickups(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Orders to be collected; each is also a promise, kept once it is ready, unless its customer came in vain."""
    refuse(staged, "too_long:source_key", "length(s.source_key) > 180")
    plain = ("promised_at", "ready_at", "collected_at", "not_found_at", "waited_seconds", "shelf")
    values = {name: f"s.{name}" for name in plain}
    values |= {"order": "s.order_id", "outlet": _OUTLET, "record": _RECORD, "customer": _CUSTOMER}
    result = upsert(staged, Pickup, values, now=now)
    execute("DROP TABLE IF EXISTS orders_promised")
    execute(f"""
        CREATE TEMP TABLE orders_promised ON COMMIT DROP AS
        SELECT s.line, s.refusal, s.source, 'pickup:' || s.source_key AS source_key, 'pickup' AS kind,
            'order:' || s.order_id AS ref, left(s.outlet_key, 80) AS node, {_OUTLET} AS outlet_id,
            {_RECORD} AS record_id, {_CUSTOMER} AS customer_id,
            coalesce(s.order_placed_at, s.promised_at) AS made_at, s.promised_at AS due_at,
            {_DONE} AS fulfilled_at, s.order_canceled_at AS withdrawn_at, {_IN_VAIN} AS is_short
        FROM {staged.table} s WHERE {batch(staged)}""")
    promises.import_promises(staged=replace(staged, table="orders_promised"), by=by, now=now)
    return result


register(
    CanonicalTable(
        "pickups",
        _("Orders collected at an outlet: promised, ready, collected, or not found."),
        (
            Column("order_key", TEXT, _("Which order."), required=True, refers="order"),
            Column("outlet_key", TEXT, _("Where; as in the order where empty."), refers="outlet"),
            Column("customer_key", TEXT, _("Who; the order's customer where empty."), refers="customer"),
            Column("promised_at", INSTANT, _("When it should have been ready."), required=True),
            Column("ready_at", INSTANT, _("When it was ready.")),
            Column("collected_at", INSTANT, _("When it was collected.")),
            Column("not_found_at", INSTANT, _("When the customer stood there and it was not found.")),
            Column("waited_seconds", INTEGER, _("How long they waited.")),
            Column("shelf", TEXT, _("The shelf it lay on.")),
        ),
        190,
        load_pickups,
        fills="orders_pickup",
        tells=(_("whether people find their order ready, and how long they stand there"),),
    )
)
