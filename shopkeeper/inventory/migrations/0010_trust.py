"""Positions know how often they sell, when pieces came last, and how much of their class goes missing."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models

_SQL = Path(__file__).parent.parent / "sql"
TRUST, STOCK = ((_SQL / name).read_text(encoding="utf-8") for name in ("trust.sql", "stock.sql"))
RENAMED = "DROP FUNCTION inventory_availability(text[], text, timestamptz);"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0009_several_deliveries")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("position", "came_at", models.DateTimeField(null=True)),
        migrations.AddField("position", "sells_every", models.FloatField(null=True)),
        migrations.AddField("position", "loss_share", models.FloatField(default=0.0, db_default=0.0)),
        migrations.RunSQL(TRUST + RENAMED + STOCK, migrations.RunSQL.noop),
    ]
