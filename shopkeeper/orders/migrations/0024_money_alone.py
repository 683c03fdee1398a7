"""Money that went back without a piece has a place among what came back, and a currency of its own."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("orders", "0023_return_numbers")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("return", "currency", models.CharField(blank=True, db_default="", default="", max_length=3)),
        migrations.AlterField(
            "return", "product",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"
            ),
        ),
        migrations.AddConstraint(
            "return",
            models.CheckConstraint(
                condition=models.Q(
                    ("product__isnull", False), models.Q(("line", None), ("quantity", 0), ("refund_amount__gt", 0)),
                    _connector="OR",
                ),
                name="orders_return_pieces_or_money",
            ),
        ),
    ]  # fmt: skip
