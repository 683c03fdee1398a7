"""Load the functions of the stock again, and call the trigger only where a statement has not said who wrote."""

from pathlib import Path

from django.db import migrations

STOCK = (Path(__file__).parent.parent / "sql" / "stock.sql").read_text(encoding="utf-8")
TRACK = """
CREATE OR REPLACE TRIGGER inventory_position_track_writes BEFORE UPDATE ON inventory_position
FOR EACH ROW WHEN (NEW.written_xid = OLD.written_xid) EXECUTE FUNCTION core_track_write();"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0003_back_in_stock")]

    operations = [migrations.RunSQL(STOCK, migrations.RunSQL.noop), migrations.RunSQL(TRACK, migrations.RunSQL.noop)]
