"""The first half of an arrival: rows that are new or say something new, and their values in standard form."""

from shopkeeper.core.intake import Staged
from shopkeeper.customers.sql import run

TEXTS = (
    "person_key", "given_name", "family_name", "full_name", "email", "phone", "card_number", "language",
    "street", "city", "postcode", "region", "country", "middle_name", "gender", "birth_place", "occupation", "detail_1",
    "detail_2", "detail_3",
)  # fmt: skip
OTHERS = ("born_on", "published_at", "changed_at")

_GATHER = """
DROP TABLE IF EXISTS customers_arriving, customers_arriving_key;
CREATE TEMP TABLE customers_arriving ON COMMIT DROP AS
WITH said AS (
    SELECT DISTINCT ON (source, source_key) * FROM (
        SELECT s.line, coalesce(nullif(btrim(s.source), ''), {default_source}) AS source, s.source_key,
               {texts}, {others}
        FROM {table} AS s WHERE s.line >= {first} AND s.line < {last} AND s.refusal IS NULL
    ) AS rows ORDER BY source, source_key, line DESC
)
SELECT said.*, coalesce(r.id, uuidv7()) AS record_id, r.id IS NULL AS fresh, r.described, l.customer_id AS linked_id,
       coalesce(c.merged_into_id, c.id) AS owner_id
FROM said
LEFT JOIN customers_sourcerecord AS r ON r.source = said.source AND r.source_key = said.source_key
LEFT JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
LEFT JOIN customers_customer AS c ON c.id = l.customer_id
WHERE r.id IS NULL OR NOT r.described OR ({mine}) IS DISTINCT FROM ({known});
CREATE UNIQUE INDEX ON customers_arriving (line);
ANALYZE customers_arriving;
"""

_KEYS = """
WITH whole AS MATERIALIZED (  -- materialized, or each mention of a value would work it out once more
    SELECT *, customers_whole_name(given_name, family_name, full_name) AS whole FROM {rows}
), named AS MATERIALIZED (
    SELECT whole.*, customers_letters(split_part(whole, ' ', 1)) AS given,
           customers_sound(customers_letters(split_part(whole, ' ', -1))) AS family,
           strpos(whole, ' ') = 0 AS one_word
    FROM whole
), known AS MATERIALIZED (
    SELECT line, source, person_key, email, card_number,
           CASE WHEN one_word AND given_name = '' THEN '' ELSE given END AS given,
           CASE WHEN one_word AND family_name = '' AND given_name <> '' THEN '' ELSE family END AS family,
           customers_phone(phone, customers_digits(phone), coalesce(d.code, ''), coalesce(d.trunk, '')) AS phone
    FROM named
    LEFT JOIN customers_dialing AS d ON d.country = upper(coalesce(nullif(named.country, ''), {home}))
), pieces AS MATERIALIZED (
    SELECT line, CASE WHEN given = '' THEN 0 ELSE ascii(given) END AS initial,
           CASE WHEN given || family = '' THEN 0 ELSE hashtextextended(left(given, 1) || ' ' || family, 0) END AS name,
           source, person_key, customers_email(email) AS email, phone, family,
           upper(regexp_replace(card_number, '[^[:alnum:]]', '', 'g')) AS card
    FROM known
)
SELECT line, 'person_key' AS kind, hashtextextended(source || chr(31) || person_key, 1) AS digest,
       0::bigint AS part, 0 AS initial, name FROM pieces WHERE person_key <> ''
UNION ALL SELECT line, 'email', hashtextextended(email, 2), 0, initial, name FROM pieces WHERE email <> ''
UNION ALL SELECT line, 'card', hashtextextended(card, 3), 0, 0, name FROM pieces WHERE length(card) > 3
UNION ALL SELECT line, 'phone_and_name', hashtextextended(phone, 4),
          CASE WHEN family = '' THEN 0 ELSE hashtextextended(family, 5) END, initial, name
          FROM pieces WHERE phone <> ''
"""

_INTO_TABLE = """
CREATE TEMP TABLE customers_arriving_key ON COMMIT DROP AS {keys};
CREATE INDEX ON customers_arriving_key (digest);
ANALYZE customers_arriving_key;
"""


def keys_of(rows: str) -> str:
    """SQL that gives line, kind, digest, part, initial and name of each standard value in these rows, hashed.

    It takes the fact `home`: the country in which a telephone number was written down that names none.
    """
    return _KEYS.format(rows=rows, home="%(home)s")


def gather(staged: Staged) -> None:
    """Fill `customers_arriving` with the last row of each record that says something new; a new record gets its id."""
    # The names come from our own staging and from the tuples above, never from a file.
    said = ", ".join(f"coalesce(btrim(s.{name}), '') AS {name}" for name in TEXTS)
    statement = _GATHER.format(
        table=staged.table,
        default_source="%(source)s",
        first="%(first)s",
        last="%(last)s",
        texts=said,
        others=", ".join(f"s.{name}" for name in OTHERS),
        mine=", ".join(f"said.{name}" for name in (*TEXTS, *OTHERS)),
        known=", ".join(f"r.{name}" for name in (*TEXTS, *OTHERS)),
    )
    run(statement, {"source": staged.source, "first": staged.first, "last": staged.last})


def standardize(*, home_country: str) -> None:
    """Fill `customers_arriving_key` with the standard values of each arriving row, hashed."""
    run(_INTO_TABLE.format(keys=keys_of("customers_arriving")), {"home": home_country})
