"""A pick-up can be called off: the order is collected elsewhere, or sent."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0008_leafing'),
    ]

    operations = [
        migrations.AddField(
            model_name='pickup',
            name='called_off_at',
            field=models.DateTimeField(null=True),
        ),
    ]
