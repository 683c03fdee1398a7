"""What is new is noted, so that nobody has to look at all positions for those that the rules have not reached yet; what was
there before is noted by 0022, once its rules are what they are now."""

from pathlib import Path
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

UNBUFFERED = (Path(__file__).parent.parent / "sql" / "unbuffered.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0018_counts_of_a_wrong_clock")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.CreateModel(
            name="Unbuffered",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "product",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="catalog.product",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(UNBUFFERED, migrations.RunSQL.noop),
    ]  # fmt: skip
