"""What systems say is there: a snapshot of the own stock, or a supplier's stock file."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INSTANT, INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, refuse
from shopkeeper.inventory.actions.levels import Level, set_levels
from shopkeeper.inventory.intake.locations import UNKNOWN_LOCATION


@action
def load_levels(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Set the record to what a system said. Unlike a count, nobody has looked, so it does not make a number sure."""
    refuse(staged, "negative:quantity", "s.quantity < 0")
    refuse(staged, "in_future:as_of", f"s.as_of > '{now.isoformat()}'::timestamptz + interval '1 day'")
    known = "(SELECT id FROM catalog_product WHERE sku = s.sku)"
    refuse(staged, "unknown_product:sku", f"NOT EXISTS {known}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {known}, s.location_id, s.quantity, s.as_of, s.source, s.source_key"
            f" FROM {staged.table} s WHERE {batch(staged)}"
        )
        levels = [Level(*row) for row in cursor.fetchall()]
    changed = set_levels(levels=levels, by=by, now=now)
    return IntakeResult(updated=changed, unchanged=len(levels) - changed)


register(
    CanonicalTable(
        "stock_levels",
        _("What a system says is there at a moment: a snapshot of the own stock, or a supplier's stock file."),
        (
            Column("sku", TEXT, _("The SKU; those that the catalog does not have are refused."), required=True),
            Column("location_code", TEXT, _("The location's code."), required=True, refers="location"),
            Column("quantity", INTEGER, _("How many base units are there."), required=True),
            Column(
                "as_of", INSTANT, _("When that was so; an older file than the last changes nothing."), required=True
            ),
        ),
        51,
        load_levels,
        fills="inventory_position",
        refusals={
            **UNKNOWN_LOCATION,
            "unknown_product": _("The catalog does not have this SKU. The next file brings its stock once it does."),
            "in_future": _("This moment is more than a day ahead."),
        },
        tells=(_("which suppliers say what they do not have"),),
    )
)
