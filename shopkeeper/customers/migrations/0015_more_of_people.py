"""What some systems know of people besides name, contacts and address: it tells who is who where it is known."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

_NEW = ("middle_name", "gender", "birth_place", "occupation", "detail_1", "detail_2", "detail_3")


class Migration(migrations.Migration):

    dependencies: ClassVar[list[tuple[str, str]]] = [('customers', '0014_pins_overtaken')]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField('sourcerecord', name, models.TextField(blank=True, db_default='')) for name in _NEW
    ]
