"""A label can be void, and another one made instead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0007_labels'),
    ]

    operations = [
        migrations.AlterField('label', 'ref', models.CharField(max_length=80)),
        migrations.AddField('label', 'voided_at', models.DateTimeField(null=True)),
        migrations.AddConstraint('label', models.UniqueConstraint(condition=models.Q(('canceled_at', None)), fields=('ref',), name='delivery_label_once')),
        migrations.AddIndex('label', models.Index(condition=models.Q(('canceled_at', None), _negated=True), fields=['ref'], name='delivery_label_void')),
    ]
