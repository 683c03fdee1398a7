"""Finding a loyalty card by its last signs, read from behind."""

from django.db import migrations

CARDS = """
CREATE FUNCTION customers_card_end(card text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT reverse(upper(regexp_replace(card, '[^[:alnum:]]', '', 'g')))
$$;
CREATE INDEX customers_sourcerecord_card ON customers_sourcerecord
    (customers_card_end(card_number) text_pattern_ops) WHERE card_number <> '';
"""
UNDO = "DROP INDEX customers_sourcerecord_card; DROP FUNCTION customers_card_end(text)"


class Migration(migrations.Migration):
    dependencies = [("customers", "0018_erased_contacts")]

    operations = [migrations.RunSQL(CARDS, UNDO)]
