"""A packing is void when its order was changed after it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0020_handed_over_by_mistake'),
    ]

    operations = [
        migrations.AddField('packing', 'void_why', models.CharField(blank=True, db_default='', default='', max_length=16)),
        migrations.AddField('packing', 'opened_at', models.DateTimeField(null=True)),
        migrations.AddField('packing', 'opened_by', models.CharField(blank=True, db_default='', default='', max_length=120)),
        migrations.AddIndex('packing', models.Index(condition=models.Q(models.Q(('void_why', ''), _negated=True), ('opened_at', None)), fields=['parcel'], name='orders_packing_to_open')),
    ]
