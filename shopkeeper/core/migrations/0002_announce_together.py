"""Events of one action are written together."""

from pathlib import Path

from django.db import migrations

ANNOUNCEMENTS = (Path(__file__).parent.parent / 'sql' / 'announcements.sql').read_text(encoding='utf-8')


class Migration(migrations.Migration):
    """Functions only; no table changes."""

    dependencies = [('core', '0001_initial')]

    operations = [migrations.RunSQL(ANNOUNCEMENTS)]
