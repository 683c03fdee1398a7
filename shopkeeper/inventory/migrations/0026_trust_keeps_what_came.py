"""What comes in while trust is learned is not overwritten by what was known before."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

TRUST = (Path(__file__).parent.parent / "sql" / "trust.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0025_came_short")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(TRUST, migrations.RunSQL.noop),
    ]
