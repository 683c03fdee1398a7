"""Price lists from files."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INSTANT, NUMBER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import refuse, upsert
from shopkeeper.pricing.models import Price


@action
def load_prices(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What products cost, from when until when."""
    refuse(staged, "negative:amount", "s.amount < 0")
    refuse(staged, "ends_before_it_starts:ends_at", "s.ends_at <= s.starts_at")
    values = {name: f"s.{name}" for name in ("currency", "amount", "starts_at", "ends_at")}
    values |= {"product": "s.product_id", "outlet": "s.outlet_id", "brand": "s.brand_id"}
    return upsert(staged, Price, values, now=now)


register(
    CanonicalTable(
        "prices",
        _("Price lists: what products cost, from when until when."),
        (
            Column("sku", TEXT, _("The product."), required=True, refers="product"),
            Column("outlet_key", TEXT, _("At which outlet alone; everywhere where empty."), refers="outlet"),
            Column("brand_key", TEXT, _("For which brand alone; for all where empty."), refers="brand"),
            Column("currency", TEXT, _("As GBP."), required=True),
            Column("amount", NUMBER, _("The price of one base unit."), required=True),
            Column("starts_at", INSTANT, _("From when on it holds."), required=True),
            Column("ends_at", INSTANT, _("Until when, that instant not included; for ever where empty.")),
        ),
        47,
        load_prices,
        fills="pricing_price",
        refusals={"ends_before_it_starts": _("It ends before it starts.")},
        tells=(_("what a basket costs, where and when"),),
    )
)
