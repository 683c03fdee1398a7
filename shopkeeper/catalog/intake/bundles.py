"""What is in a bundle."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.catalog.actions.turns import BUNDLES, take_turn
from shopkeeper.catalog.intake.pairs import refuse_pair_taken
from shopkeeper.catalog.models import Component
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, refuse, upsert


@action
def load_components(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What is in bundles; a bundle in a bundle is refused, so that availability has one meaning."""
    take_turn(BUNDLES)
    refuse(staged, "not_positive:quantity", "s.quantity < 1")
    # Of rows that contradict one another, those that come first in the file stand.
    earlier = f"SELECT s.bundle_id, s.component_id, s.line FROM {staged.table} s WHERE {batch(staged)}"
    known = f"(SELECT bundle_id, component_id, -1 AS line FROM catalog_component UNION ALL {earlier}) k"
    nested = "k.line < s.line AND (k.bundle_id = s.component_id OR k.component_id = s.bundle_id)"
    refuse(staged, "bundle_in_bundle", f"s.bundle_id = s.component_id OR EXISTS (SELECT 1 FROM {known} WHERE {nested})")
    refuse_pair_taken(staged, Component, ("bundle_id", "component_id"), "component_taken")
    values = {"bundle": "s.bundle_id", "component": "s.component_id", "quantity": "coalesce(s.quantity, 1)"}
    return upsert(staged, Component, values, now=now)


register(
    CanonicalTable(
        "components",
        _("What is in a bundle or a kit, one row a component."),
        (
            Column("bundle_key", TEXT, _("The bundle, by SKU or key."), required=True, refers="product"),
            Column("component_key", TEXT, _("The product in it, by SKU or key."), required=True, refers="product"),
            Column("quantity", INTEGER, _("How many of it; 1 where empty.")),
        ),
        45,
        load_components,
        fills="catalog_component",
        refusals={
            "not_positive": _("There must be at least one."),
            "bundle_in_bundle": _("A bundle holds products, no other bundles and not itself."),
            "component_taken": _("Another row says already how many of this product are in the bundle."),
        },
    )
)
