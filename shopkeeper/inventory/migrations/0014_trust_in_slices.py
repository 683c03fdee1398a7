"""Trust is learned some products at a time, so that no night holds all positions locked."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

TRUST = (Path(__file__).parent.parent / "sql" / "trust.sql").read_text(encoding="utf-8")
WHOLE = "DROP FUNCTION IF EXISTS inventory_learn_trust(uuid[], float8[], float8, int, timestamptz, timestamptz);"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0013_asked_again")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(WHOLE + TRUST, migrations.RunSQL.noop),
    ]
