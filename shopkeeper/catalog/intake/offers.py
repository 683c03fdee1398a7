"""For how much and how fast suppliers sell to us."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.catalog.intake.pairs import refuse_pair_taken
from shopkeeper.catalog.models import Offer
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INTEGER, NUMBER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import refuse, upsert

_TIME = "^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


@action
def load_offers(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Suppliers' terms."""
    refuse(staged, "not_positive:minimum_quantity", "s.minimum_quantity < 1")
    refuse(staged, "no_time:cut_off_at", f"s.cut_off_at !~ '{_TIME}'")
    refuse_pair_taken(staged, Offer, ("product_id", "supplier_id"), "offer_taken")
    values = {"product": "s.product_id", "supplier": "s.supplier_id", "cut_off_at": "s.cut_off_at::time"}
    values |= {name: f"s.{name}" for name in ("supplier_sku", "cost", "currency", "lead_time_days")}
    values |= {"minimum_quantity": "coalesce(s.minimum_quantity, 1)"}
    return upsert(staged, Offer, values, now=now)


register(
    CanonicalTable(
        "offers",
        _("For how much and how fast a supplier sells a product to us; one row a product and supplier."),
        (
            Column("sku", TEXT, _("The product."), required=True, refers="product"),
            Column("supplier_key", TEXT, _("Who sells it."), required=True, refers="supplier"),
            Column("supplier_sku", TEXT, _("The supplier's own number for it.")),
            Column("cost", NUMBER, _("What one base unit costs.")),
            Column("currency", TEXT, _("The currency of the cost, as GBP.")),
            Column("lead_time_days", INTEGER, _("Days from the order until it is here.")),
            Column("minimum_quantity", INTEGER, _("The least that can be ordered; 1 where empty.")),
            Column("cut_off_at", TEXT, _("Ordered until then, it counts as ordered that day, as 14:30.")),
        ),
        46,
        load_offers,
        fills="catalog_offer",
        refusals={
            "not_positive": _("There must be at least one."),
            "no_time": _("This is not a time of day."),
            "offer_taken": _("Another row has the terms of this supplier for the product already."),
        },
        tells=(_("which suppliers keep the lead time that they name"),),
    )
)
