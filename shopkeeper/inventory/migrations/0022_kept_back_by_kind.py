"""What is kept back can be said for a kind of locations: all stores, all warehouses, all suppliers."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
FUNCTIONS = "".join((SQL / name).read_text(encoding="utf-8") for name in ("stock.sql", "buffers.sql", "unbuffered.sql"))
AS_IT_WAS = "DROP FUNCTION IF EXISTS inventory_rule(text, text, uuid, uuid);"
CAUGHT_UP = "INSERT INTO inventory_unbuffered (product_id) SELECT inventory_misbuffered();"
NAME = "inventory_bufferrule_one"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0021_ordered_transfers")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("bufferrule", "place_kind", models.CharField(blank=True, default="", max_length=16)),
        migrations.RemoveConstraint("bufferrule", NAME),
        migrations.AddConstraint(
            "bufferrule",
            models.UniqueConstraint(
                fields=["kind", "channel", "location", "place_kind", "category"], name=NAME, nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            "bufferrule",
            models.CheckConstraint(
                condition=models.Q(location=None) | models.Q(place_kind=""), name="inventory_bufferrule_where"
            ),
        ),
        migrations.RunSQL(AS_IT_WAS + FUNCTIONS + CAUGHT_UP, migrations.RunSQL.noop),
    ]
