"""Parcels are found by where and when they left."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("delivery", "0005_asked_of_carriers")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddIndex(
            "parcel", models.Index(fields=["ship_from", "handed_over_at"], name="delivery_parcel_left")
        ),
    ]
