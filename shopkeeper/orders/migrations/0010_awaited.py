"""Lines may wait for pieces that come: kept for them, with the day they were promised and the day it is now."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import shopkeeper.core.ids
import shopkeeper.core.schema
from shopkeeper.core.schema import TrackWrites


class Migration(migrations.Migration):
    dependencies = [("inventory", "0008_queues"), ("orders", "0009_called_off")]

    operations = [
        migrations.RemoveConstraint("orderline", "orders_line_allocates_what_is_left"),
        migrations.AddField("orderline", "awaited", models.IntegerField(default=0, db_default=0)),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=Q(
                    allocated__gte=0,
                    awaited__gte=0,
                    ordered__gte=F("canceled") + F("shipped") + F("allocated") + F("awaited"),
                ),
                name="orders_line_allocates_what_is_left",
            ),
        ),
        migrations.CreateModel(
            "Awaited",
            fields=[
                ("id", models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("written_xid", shopkeeper.core.schema.Xid8Field(db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False)),
                ("attempt", models.PositiveIntegerField()),
                ("quantity", models.PositiveIntegerField()),
                ("arrived", models.PositiveIntegerField(default=0)),
                ("released", models.PositiveIntegerField(default=0)),
                ("open", models.GeneratedField(expression=F("quantity") - F("arrived") - F("released"), output_field=models.IntegerField(), db_persist=True)),
                ("first_due_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("since", models.DateTimeField()),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline")),
                ("location", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location")),
            ],
            options={
                "indexes": [models.Index(condition=Q(("open__gt", 0)), fields=["since"], name="orders_awaited_open")],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "attempt", "location"), name="orders_awaited_once"),
                    models.CheckConstraint(condition=Q(("quantity__gte", F("arrived") + F("released"))), name="orders_awaited_whole"),
                ],
            },
        ),
        TrackWrites("orders_awaited"),
    ]
