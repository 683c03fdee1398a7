"""A held movement can be left out for good, by a decision that is kept with it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0019_unbuffered")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("heldmovement", "dismissed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "heldmovement", "dismissed_by", models.CharField(blank=True, db_default="", default="", max_length=120)
        ),
        migrations.AddField(
            "heldmovement", "why_dismissed", models.CharField(blank=True, db_default="", default="", max_length=200)
        ),
    ]
