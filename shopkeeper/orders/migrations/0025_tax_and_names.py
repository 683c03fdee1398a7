"""What other systems put on top of their prices, and what they call what they sold, has a place."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("orders", "0024_money_alone")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField(
            "order", "tax_total", models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=12)
        ),
        migrations.AddField(
            "orderline", "described_as", models.CharField(blank=True, db_default="", default="", max_length=200)
        ),
    ]
