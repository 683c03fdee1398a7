from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0002_ledger'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedvalue',
            name='taken_back_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='storedvalue',
            name='taken_back_by',
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
