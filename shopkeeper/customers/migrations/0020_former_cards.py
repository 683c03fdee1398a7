"""Finding a loyalty card that was replaced: people keep the old one in their purse."""

from django.db import migrations

FORMER = """
CREATE INDEX customers_formerversion_card ON customers_formerversion
    (customers_card_end(said ->> 'card_number') text_pattern_ops) WHERE said ->> 'card_number' <> '';
"""
UNDO = "DROP INDEX customers_formerversion_card"


class Migration(migrations.Migration):
    dependencies = [("customers", "0019_card_ends")]

    operations = [migrations.RunSQL(FORMER, UNDO)]
