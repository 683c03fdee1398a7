"""Searching by whole words first: which words stand in names, and in whose."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

WORDS = r"""
CREATE FUNCTION customers_words(spoken text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array(SELECT DISTINCT left(word, 60) FROM regexp_split_to_table(spoken, '[[:space:]''’/.,()-]+') AS word
                 WHERE word <> '')
$$;
CREATE INDEX customers_profile_words ON customers_profile USING gin (customers_words(search_text));
INSERT INTO customers_nameword (word)
SELECT DISTINCT word FROM customers_profile, unnest(customers_words(search_text)) AS word WHERE word ~ '^[^@0-9]{2,}$';
"""
UNDO = "DROP INDEX customers_profile_words; DROP FUNCTION customers_words(text)"


class Migration(migrations.Migration):

    dependencies = [("customers", "0003_proposals")]

    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[("word", models.CharField(db_collation="C", max_length=60, primary_key=True, serialize=False))],
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=GinIndex(fields=["word"], name="customers_nameword_alike", opclasses=["gin_trgm_ops"]),
        ),
        migrations.RunSQL(WORDS, UNDO),
    ]
