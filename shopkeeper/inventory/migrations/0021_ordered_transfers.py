"""Transfers can be ordered: kept at their origin until they leave. Those that left before did so when they were noted."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Q

TO_LEAVE = Q(leave_by__isnull=False, left_at=None, closed_at=None)


def let_leave(apps: object, schema_editor: object) -> None:
    """Nobody could order one until now."""
    rows = apps.get_model("inventory", "Inbound").objects.filter(kind="transfer", origin__isnull=False)  # type: ignore[attr-defined]
    rows.update(left_at=F("recorded_at"))


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("inventory", "0020_dismissed")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("inbound", "leave_by", models.DateField(null=True)),
        migrations.AddField("inbound", "left_at", models.DateTimeField(null=True)),
        migrations.RunPython(let_leave, migrations.RunPython.noop),
        migrations.AddIndex(
            "inbound",
            models.Index(fields=["origin", "leave_by"], name="inventory_inbound_to_leave", condition=TO_LEAVE),
        ),
        migrations.AddIndex(
            "inbound",
            models.Index(
                fields=["location", "origin", "closed_at"], name="inventory_inbound_roads",
                condition=Q(kind="transfer", left_at__isnull=False),
            ),
        ),
    ]  # fmt: skip
