"""A node announces another day for a parcel that has not left."""

import django.db.models.deletion
import shopkeeper.core.ids
import shopkeeper.core.schema
from django.db import migrations, models

from shopkeeper.core.schema import TrackWrites


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0009_locations_turn_the_page'),
    ]

    operations = [
        migrations.AddField('parcel', 'put_off_to', models.DateField(null=True)),
        migrations.CreateModel(
            name='PutOff',
            fields=[
                ('id', models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_xid', shopkeeper.core.schema.Xid8Field(db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False)),
                ('before', models.DateField(null=True)),
                ('leaves_on', models.DateField()),
                ('why', models.CharField(max_length=200)),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.CharField(max_length=120)),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.parcel')),
            ],
            options={
                'abstract': False,
            },
        ),
        TrackWrites('delivery_putoff'),
    ]
