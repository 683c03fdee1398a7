import django.db.models.deletion
import shopkeeper.core.ids
import shopkeeper.core.schema
from django.db import migrations, models

from shopkeeper.core.schema import TrackWrites


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_full_catalog'),
        ('customers', '0001_initial'),
        ('inventory', '0002_found_or_not'),
    ]

    operations = [
        migrations.CreateModel(
            name='RestockRequest',
            fields=[
                ('id', models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_xid', shopkeeper.core.schema.Xid8Field(db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False)),
                ('asked_at', models.DateTimeField()),
                ('by', models.CharField(max_length=120)),
                ('told_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('why_ended', models.CharField(blank=True, max_length=12)),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('location', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.location')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product')),
                ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.sourcerecord')),
            ],
            options={
                'indexes': [models.Index(fields=['product', 'told_at'], name='inventory_restockrequest_told')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('product', 'location', 'customer'), name='inventory_restockrequest_once', nulls_distinct=False)],
            },
        ),
        TrackWrites('inventory_restockrequest'),
    ]
