"""What comes knows from whom and when it was ordered."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import PROTECT, Q


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("catalog", "0003_substitutes"), ("inventory", "0010_trust")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("inbound", "ordered_on", models.DateField(null=True)),
        migrations.AddField(
            "inbound",
            "supplier",
            models.ForeignKey("catalog.supplier", PROTECT, null=True, related_name="+", db_index=False),
        ),
        migrations.AddIndex(
            "inbound",
            models.Index(
                fields=["supplier"], name="inventory_inbound_supplier", condition=Q(supplier__isnull=False)
            ),
        ),
    ]
