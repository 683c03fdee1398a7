"""Lines know when their order was placed: the newest of a product are found without a look at all its orders."""

import django.db.models.deletion
from django.db import migrations, models

_DATE = """
UPDATE orders_orderline l SET placed_at = o.placed_at FROM orders_order o WHERE o.id = l.order_id"""


class Migration(migrations.Migration):

    dependencies = [("catalog", "0001_initial"), ("orders", "0015_photos")]

    operations = [
        migrations.AddField("orderline", "placed_at", models.DateTimeField(null=True)),
        migrations.RunSQL(_DATE, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("orderline", "placed_at", models.DateTimeField()),
        migrations.AlterField(
            "orderline", "product",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"),
        ),
        migrations.AddIndex("orderline", models.Index(fields=["product", "-placed_at"], name="orders_line_product")),
    ]
