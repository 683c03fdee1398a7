"""Pieces that a store missed and that turned up after all."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0012_in_vain'),
    ]

    operations = [
        migrations.AddField(
            model_name='shortpick',
            name='found_again',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
