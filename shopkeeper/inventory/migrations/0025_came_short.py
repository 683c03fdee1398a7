"""Transfers that arrived with too few are found at once, among all that ever came."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0024_parts_of_bundles")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddIndex(
            "inbound",
            models.Index(
                fields=["closed_at"], name="inventory_inbound_short",
                condition=models.Q(
                    kind="transfer", left_at__isnull=False, closed_at__isnull=False, received__lt=F("quantity")
                ),
            ),
        ),
    ]  # fmt: skip
