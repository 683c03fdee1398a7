"""What was handed over by mistake is taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0019_stages'),
    ]

    operations = [
        migrations.AddField('movement', 'undone_at', models.DateTimeField(null=True)),
        migrations.AddField('movement', 'undone_by', models.CharField(blank=True, db_default='', default='', max_length=120)),
        migrations.AddField('movement', 'undone_why', models.CharField(blank=True, db_default='', default='', max_length=200)),
        migrations.RemoveConstraint('movement', 'orders_movement_once'),
        migrations.AddConstraint('movement', models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('line', 'kind', 'ref'), name='orders_movement_once')),
    ]
