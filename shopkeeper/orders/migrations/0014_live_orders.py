"""Which orders of other systems came in as live ones, and which of them are done."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0013_found_again'),
    ]

    operations = [
        migrations.AddField('orderdetails', 'welcomed_at', models.DateTimeField(null=True)),
        migrations.AddField('orderdetails', 'settled_at', models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name='orderdetails',
            index=models.Index(
                condition=models.Q(('settled_at', None), models.Q(('welcomed_at', None), _negated=True)),
                fields=['source'], name='orders_details_live',
            ),
        ),
    ]
