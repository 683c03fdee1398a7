"""A location that is switched, described or new turns the page of the book: a store that was switched on again was left
out of offers for up to five minutes."""

from typing import ClassVar

from django.db import migrations

MATTERS = (
    "code, name, kind, outlet_id, postcode, latitude, longitude, may_ship, may_pick_up, daily_capacity, switched_off_at"
)
TURNS = f"""
CREATE TRIGGER delivery_location_turns_page AFTER INSERT OR UPDATE OF {MATTERS} ON inventory_location
FOR EACH STATEMENT EXECUTE FUNCTION delivery_turn_page();"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("delivery", "0008_void_labels"), ("inventory", "0024_parts_of_bundles"),
    ]  # fmt: skip

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(TURNS, "DROP TRIGGER delivery_location_turns_page ON inventory_location;"),
    ]
