"""Load the functions of the stock again: who is refused hears from the same statement whether it was a bundle."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

STOCK = (Path(__file__).parent.parent / "sql" / "stock.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0022_kept_back_by_kind")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(STOCK, migrations.RunSQL.noop),
    ]
