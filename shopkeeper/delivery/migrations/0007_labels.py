"""Labels are made for parcels that leave, too."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0006_left'),
    ]

    operations = [
        migrations.RenameModel('ReturnLabel', 'Label'),
        migrations.RenameIndex('label', new_name='delivery_label_number', old_name='delivery_returnlabel_number'),
        migrations.RunSQL(
            'ALTER TRIGGER delivery_returnlabel_track_writes ON delivery_label RENAME TO delivery_label_track_writes',
            'ALTER TRIGGER delivery_label_track_writes ON delivery_label RENAME TO delivery_returnlabel_track_writes',
        ),
    ]
