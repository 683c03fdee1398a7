"""What is kept back is compared in one look, and worked into the positions of some products at a time."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

BUFFERS = (Path(__file__).parent.parent / "sql" / "buffers.sql").read_text(encoding="utf-8")
WHOLE = "DROP FUNCTION IF EXISTS inventory_apply_buffers();"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0015_out_of_season")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(WHOLE + BUFFERS, migrations.RunSQL.noop),
    ]
