"""How old the feed of each location was is kept, hour by hour."""

import django.db.models.deletion
import shopkeeper.core.ids
import shopkeeper.core.schema
from django.db import migrations, models

from shopkeeper.core.schema import TrackWrites


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0026_trust_keeps_what_came'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedLook',
            fields=[
                ('id', models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_xid', shopkeeper.core.schema.Xid8Field(db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False)),
                ('hour', models.DateTimeField()),
                ('looked_at', models.DateTimeField()),
                ('limit_minutes', models.PositiveIntegerField()),
                ('age_minutes', models.PositiveIntegerField(null=True)),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.location')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('location', 'hour'), name='inventory_feedlook_once')],
            },
        ),
        TrackWrites('inventory_feedlook'),
    ]
