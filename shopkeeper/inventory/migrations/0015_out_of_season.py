"""What sells slower than usual, out of season or behind closed doors, is silent without being doubted."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

TRUST = (Path(__file__).parent.parent / "sql" / "trust.sql").read_text(encoding="utf-8")
_BEFORE = "uuid[], uuid[], double precision[], double precision, int, timestamptz, timestamptz"
RENAMED = f"DROP FUNCTION IF EXISTS inventory_learn_trust({_BEFORE});"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0014_trust_in_slices")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(RENAMED + TRUST, migrations.RunSQL.noop),
    ]
