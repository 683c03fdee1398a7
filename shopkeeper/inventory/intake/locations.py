"""Places that hold stock."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    TEXT,
    CanonicalTable,
    IntakeResult,
    Reference,
    Staged,
    register,
    register_reference,
)
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.keys import resolve_keys
from shopkeeper.core.setwise import execute, refuse_taken, upsert
from shopkeeper.inventory.contracts import LocationKind
from shopkeeper.inventory.models import Location

CODE = "coalesce(s.code, s.source_key)"
_MAY = ("may_ship", "may_pick_up", "may_receive_returns")


@action
def load_locations(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Places that hold stock. Two may not have one code. A place that is switched off stays so."""
    refuse_taken(staged, Location, "code", CODE, "code_taken:code")
    plain = ("name", "kind", "postcode", "latitude", "longitude", "daily_capacity", "stale_after_minutes")
    trusted = {"trusted_minutes": "s.stale_after_minutes"}
    values = {"code": CODE, "outlet": "s.outlet_id", "supplier": "s.supplier_id", **trusted}
    values |= {name: f"s.{name}" for name in plain} | {name: f"coalesce(s.{name}, true)" for name in _MAY}
    return upsert(staged, Location, values, now=now)


@action
def resolve_locations(*, keys: str, by: Actor, now: datetime) -> None:
    """Locations by their code or their key; unknown ones stay unknown, since stock lies somewhere real."""
    execute(f"UPDATE {keys} k SET id = l.id FROM inventory_location l WHERE k.id IS NULL AND l.code = k.key")
    resolve_keys(keys, Location, {"id": "t.id"})


register_reference(Reference("location", resolve_locations, unknown="unknown_location"))
UNKNOWN_LOCATION = {"unknown_location": _("No location has this code. Import the locations first.")}

register(
    CanonicalTable(
        "locations",
        _("Places that hold stock: stores, warehouses, suppliers, goods in transit."),
        (
            Column("code", TEXT, _("The short code that other files use; the row's key where empty.")),
            Column("name", TEXT, _("What people call it."), required=True),
            Column("kind", TEXT, _("What it is."), required=True, codes=tuple(LocationKind)),
            Column("outlet_key", TEXT, _("The outlet whose stock it is."), refers="outlet"),
            Column("supplier_key", TEXT, _("The supplier whose stock it is."), refers="supplier"),
            Column("postcode", TEXT, _("Where it is.")),
            Column("latitude", NUMBER, _("Degrees north; with the longitude, for what is near.")),
            Column("longitude", NUMBER, _("Degrees east.")),
            Column("may_ship", BOOLEAN, _("Whether parcels leave from here; yes where empty.")),
            Column("may_pick_up", BOOLEAN, _("Whether customers collect here; yes where empty.")),
            Column("may_receive_returns", BOOLEAN, _("Whether returns come here; yes where empty.")),
            Column("daily_capacity", INTEGER, _("Orders a day that it can handle; as many as come where empty.")),
            Column(
                "stale_after_minutes",
                INTEGER,
                _(
                    "How long its feed may be silent, while its outlet is open, before nothing of it is promised; "
                    "for ever where empty."
                ),
            ),
        ),
        50,
        load_locations,
        fills="inventory_location",
        refusals={"code_taken": _("Another source or row has this code already.")},
        tells=(_("what can be collected where, today"),),
    )
)
