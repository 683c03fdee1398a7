"""A demand that waits in several parts is answered in one line, however often it is asked."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

STOCK = (Path(__file__).parent.parent / "sql" / "stock.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0012_closed_hours")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(STOCK, migrations.RunSQL.noop),
    ]
