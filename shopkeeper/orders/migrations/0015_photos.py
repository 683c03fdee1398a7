"""Pictures of what is to come back."""

import django.db.models.deletion
from django.db import migrations, models

import shopkeeper.core.ids
import shopkeeper.core.schema
from shopkeeper.core.schema import TrackWrites


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0014_live_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReturnPhoto',
            fields=[
                ('id', models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_xid', shopkeeper.core.schema.Xid8Field(db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('added_by', models.CharField(max_length=120)),
                ('added_at', models.DateTimeField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='orders.returnrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        TrackWrites('orders_returnphoto'),
    ]
