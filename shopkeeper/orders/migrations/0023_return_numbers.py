"""Pieces that came back bear the number of their return, so that those without an order are found."""

from typing import ClassVar

from django.db import migrations, models

_FILL = """
UPDATE orders_return r SET number = q.number
FROM orders_returnitem i JOIN orders_returnrequest q ON q.id = i.request_id WHERE i.fact_id = r.id"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("orders", "0022_sold_in")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("return", "number", models.CharField(blank=True, db_default="", default="", max_length=80)),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "return",
            models.Index(condition=models.Q(("number", ""), _negated=True), fields=["number"], name="orders_return_by_number"),
        ),
        migrations.AddIndex(
            "return",
            models.Index(
                condition=models.Q(("line", None), models.Q(("number", ""), _negated=True)), fields=["occurred_at"],
                name="orders_return_orderless",
            ),
        ),
    ]  # fmt: skip
