"""A demand may wait for several deliveries: one row for each, and one for what is there."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0008_queues")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RemoveConstraint(model_name="reservation", name="inventory_reservation_once"),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(
                fields=("ref", "attempt", "product", "location", "inbound"),
                name="inventory_reservation_once",
                nulls_distinct=False,
            ),
        ),
    ]
