"""Pieces are scanned into parcels, and each stage leaves its times behind."""

import django.db.models.deletion
import shopkeeper.core.ids
import shopkeeper.core.schema
from django.db import migrations, models

from shopkeeper.core.schema import TrackWrites


def _row(*fields):
    return [
        ('id', models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
        ('written_xid', shopkeeper.core.schema.Xid8Field(db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False)),
        *fields,
    ]


def _to(model, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=model, **more)


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0018_call_tries'),
        ('delivery', '__first__'),
        ('organization', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='PackScan',
            fields=_row(
                ('quantity', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=80)),
                ('found_by', models.CharField(max_length=120)),
                ('found_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('line', _to('orders.orderline', db_index=False)),
                ('parcel', _to('delivery.parcel')),
            ),
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='orders_packscan_something')],
            },
        ),
        migrations.CreateModel(
            name='Packing',
            fields=_row(
                ('packed_by', models.CharField(max_length=120)),
                ('packed_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(blank=True, max_length=120)),
                ('parcel', _to('delivery.parcel', db_index=False)),
            ),
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('parcel',), name='orders_packing_once')],
            },
        ),
        migrations.CreateModel(
            name='StagePassed',
            fields=_row(
                ('ref', models.CharField(max_length=80)),
                ('stage', models.CharField(max_length=12)),
                ('place', models.CharField(max_length=120)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('passed_at', models.DateTimeField()),
                ('open_seconds', models.PositiveIntegerField()),
                ('passed_by', models.CharField(max_length=120)),
                ('undone_at', models.DateTimeField(null=True)),
                ('order', _to('orders.order')),
                ('outlet', _to('organization.outlet', null=True, db_index=False)),
            ),
            options={'indexes': [models.Index(fields=['ref'], name='orders_stagepassed_ref')]},
        ),
        *[TrackWrites(f'orders_{table}') for table in ('packscan', 'packing', 'stagepassed')],
    ]
