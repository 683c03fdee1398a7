"""Load the functions of the stock again: a count later than now was dated by a clock that jumped, and dates nothing."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

STOCK = (Path(__file__).parent.parent / "sql" / "stock.sql").read_text(encoding="utf-8")
DROPPED = "DROP FUNCTION IF EXISTS inventory_lock_known(uuid[], uuid[]);"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0017_gathered")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(STOCK + DROPPED, migrations.RunSQL.noop),
    ]
