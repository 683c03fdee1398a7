"""When vans come, and how far nodes that report by file have told of their departures."""

import shopkeeper.core.ids
import shopkeeper.core.schema
from django.db import migrations, models

from shopkeeper.core.schema import TrackWrites


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0010_put_off'),
    ]

    operations = [
        migrations.AddField('cutoff', 'picked_up_at', models.TimeField(null=True)),
        migrations.CreateModel(
            name='DepartureReport',
            fields=[
                ('id', models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_xid', shopkeeper.core.schema.Xid8Field(db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False)),
                ('node', models.CharField(max_length=80, unique=True)),
                ('heard_at', models.DateTimeField()),
                ('told_until', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        TrackWrites('delivery_departurereport'),
    ]
