"""Load the functions of the stock again: reads look up the rules of a channel only for those who name one."""

from pathlib import Path

from django.db import migrations

STOCK = (Path(__file__).parent.parent / "sql" / "stock.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("inventory", "0005_suggestions")]

    operations = [migrations.RunSQL(STOCK, migrations.RunSQL.noop)]
