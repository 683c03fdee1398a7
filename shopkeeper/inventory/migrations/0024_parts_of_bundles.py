"""What is kept for a bundle says so: under one ref, a part of it that is wanted by itself as well is kept twice."""

from pathlib import Path
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = (Path(__file__).parent.parent / "sql" / "stock.sql").read_text(encoding="utf-8")
AS_IT_WAS = """
DROP FUNCTION IF EXISTS inventory_reserve(
    timestamptz, text, text, timestamptz, text, boolean, text[], int[], text[], text[], int[]
);"""
NAME = "inventory_reservation_once"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0023_kept_in_parts")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField(
            "reservation", "part_of",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="catalog.product",
            ),
        ),
        migrations.RemoveConstraint("reservation", NAME),
        migrations.AddConstraint(
            "reservation",
            models.UniqueConstraint(
                fields=["ref", "attempt", "product", "location", "inbound", "part_of"], name=NAME, nulls_distinct=False
            ),
        ),
        migrations.RunSQL(AS_IT_WAS + FUNCTIONS, migrations.RunSQL.noop),
    ]  # fmt: skip
