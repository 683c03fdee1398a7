from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('connectors', '0001_initial'),
    ]

    operations = [
        migrations.RemoveField('importrun', 'beat_at'),
        migrations.AddField('importrun', 'confirmed_at', models.DateTimeField(null=True)),
        migrations.AddField('importrun', 'in_background', models.BooleanField(default=False)),
        migrations.AddField('importpart', 'records', models.BigIntegerField(default=0)),
        # Runs from before there were drafts were none.
        migrations.RunSQL('UPDATE connectors_importrun SET confirmed_at = requested_at', migrations.RunSQL.noop),
    ]
