"""Suppliers are asked whether they send their pieces of an order elsewhere."""

import django.db.models.deletion
import shopkeeper.core.ids
import shopkeeper.core.schema
from django.db import migrations, models

from shopkeeper.core.schema import TrackWrites


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0016_dated_lines'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedRedirection',
            fields=[
                ('id', models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_xid', shopkeeper.core.schema.Xid8Field(db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False)),
                ('is_undoing', models.BooleanField(default=False)),
                ('node', models.CharField(max_length=80)),
                ('what', models.CharField(max_length=200)),
                ('asked_by', models.CharField(max_length=120)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.CharField(blank=True, max_length=120)),
                ('agreed', models.BooleanField(null=True)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('change', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.change')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at', None), ('withdrawn_at', None)), fields=['due_at'], name='orders_askedredirect_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None), ('withdrawn_at', None)), fields=('order', 'node'), name='orders_askedredirect_once')],
            },
        ),
        TrackWrites('orders_askedredirection'),
    ]
