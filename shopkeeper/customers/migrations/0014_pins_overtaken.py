"""A value set by hand no longer ends the one before it: that one is overtaken as long as the later one is theirs."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_OPEN = """
UPDATE customers_pin SET ended_at = NULL, ended_why = '', ended_by = '' WHERE ended_why = 'replaced'
"""


class Migration(migrations.Migration):

    dependencies: ClassVar[list[tuple[str, str]]] = [('customers', '0013_requests')]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(_OPEN, migrations.RunSQL.noop)]
