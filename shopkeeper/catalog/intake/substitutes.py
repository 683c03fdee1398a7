"""What is offered instead of products that are gone."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.catalog.intake.pairs import refuse_pair_taken
from shopkeeper.catalog.models import Substitute
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import refuse, upsert


@action
def load_substitutes(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What stands in for what."""
    refuse(staged, "of_itself:substitute_key", "s.product_id = s.substitute_id")
    refuse(staged, "not_positive:rank", "s.rank < 1 OR s.rank > 999")
    refuse_pair_taken(staged, Substitute, ("product_id", "substitute_id"), "substitute_taken")
    values = {"product": "s.product_id", "substitute": "s.substitute_id", "rank": "coalesce(s.rank, 1)"}
    return upsert(staged, Substitute, values, now=now)


register(
    CanonicalTable(
        "substitutes",
        _("What is offered instead of a product that is gone, one row a pair; not the other way round."),
        (
            Column("sku", TEXT, _("The product that may be gone."), required=True, refers="product"),
            Column("substitute_key", TEXT, _("What is offered instead, by SKU or key."), required=True,
                   refers="product"),
            Column("rank", INTEGER, _("1 for the best; 1 where empty.")),
        ),
        48,
        load_substitutes,
        fills="catalog_substitute",
        refusals={
            "of_itself": _("A product cannot stand in for itself."),
            "not_positive": _("The rank is a number from 1 to 999."),
            "substitute_taken": _("Another row names this pair already."),
        },
        tells=(_("what to offer instead when a shelf is empty"),),
    )
)  # fmt: skip
