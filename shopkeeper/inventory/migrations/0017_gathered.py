"""The positions of a product can be laid together, and whoever waits for one that moves looks for it again."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
STOCK, GATHERING = ((SQL / name).read_text(encoding="utf-8") for name in ("stock.sql", "gathering.sql"))


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0016_buffers_in_slices")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(STOCK + GATHERING, migrations.RunSQL.noop),
    ]
