"""How long a feed is trusted is kept apart from how long that is by the clock."""

from typing import ClassVar

from django.db import migrations, models

_AS_IT_WAS = "UPDATE inventory_location SET trusted_minutes = stale_after_minutes"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0011_ordered")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("location", "trusted_minutes", models.PositiveIntegerField(null=True)),
        migrations.RunSQL(_AS_IT_WAS, migrations.RunSQL.noop),
    ]
