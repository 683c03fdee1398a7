"""A customer who was not reached is tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0017_redirections'),
    ]

    operations = [
        migrations.AddField(
            model_name='callback',
            name='attempt',
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
    ]
