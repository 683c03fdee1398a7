"""What imports bring of the payments: money in and back, for orders."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INSTANT, INTEGER, NUMBER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import upsert
from shopkeeper.payments.models import Payment


@action
def load_payments(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Money that moved, each for the ref of its order."""
    values = {name: f"s.{name}" for name in ("kind", "method", "installments", "amount", "currency")}
    values |= {"ref": "'order:' || s.order_id", "occurred_at": "coalesce(s.occurred_at, s.order_placed_at)"}
    return upsert(staged, Payment, values, now=now)


register(
    CanonicalTable(
        "payments",
        _("Money in and back."),
        (
            Column("order_key", TEXT, _("For which order."), required=True, refers="order"),
            Column("kind", TEXT, _("What happened."), required=True, codes=("authorized", "captured", "refunded")),
            Column("method", TEXT, _("How: card, voucher, cash, invoice.")),
            Column("installments", INTEGER, _("In how many parts.")),
            Column("amount", NUMBER, _("How much; refunds are positive too."), required=True),
            Column("currency", TEXT, _("As GBP."), required=True),
            Column("occurred_at", INSTANT, _("When; when the order was placed where empty.")),
        ),
        130,
        load_payments,
        fills="payments_payment",
        tells=(_("refunds, and what poor service costs in money"),),
    )
)
