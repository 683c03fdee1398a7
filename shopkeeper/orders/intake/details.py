"""What other systems say of an order beyond our columns, from files: kept as it came, so that it can be given back."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import refuse, upsert
from shopkeeper.orders.models import OrderDetails


@action
def load_order_details(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """One row for each order of a source; the latest counts."""
    refuse(staged, "no_json:details", "NOT pg_input_is_valid(s.details, 'jsonb')")
    values = {"order": "s.order_id", "shape": "s.shape", "details": "s.details::jsonb"}
    return upsert(staged, OrderDetails, values, now=now)


register(
    CanonicalTable(
        "order_details",
        _("What another system says of an order beyond the columns of orders and lines."),
        (
            Column("order_key", TEXT, _("Of which order."), required=True, refers="order"),
            Column("shape", TEXT, _("Whose way of writing it is, as shopify."), required=True),
            Column("details", TEXT, _("JSON: what is kept as it came."), required=True),
        ),
        115,
        load_order_details,
        fills="orders_orderdetails",
        refusals={"no_json": _("It is no JSON.")},
    )
)
