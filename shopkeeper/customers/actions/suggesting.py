"""At night, people whose records let one think that they live together are laid before people: to relate, not join."""

from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.rules.households import GENERATION, MOST_BEHIND_A_DOOR, may_be_one
from shopkeeper.customers.sql import read, run

PATIENCE_DAYS = 30
"""A household that was skipped comes back after so long."""

# A street without a number is no door. Of its name the beginning counts: "Street" is "St" to some, "straße" is "str."
_DWELLERS = r"""
DROP TABLE IF EXISTS customers_dweller, customers_together;
CREATE TEMP TABLE customers_dweller ON COMMIT DROP AS
WITH known AS (
    SELECT customer_id AS id, born_on, email, customers_digits(phone) AS digits,
           regexp_replace(btrim(name), '[ ,]+(jr|sr|junior|senior|ii|iii)\.?$', '', 'i') AS name,
           hashtextextended(lower(concat_ws('|', btrim(regexp_replace(street, '\D+', ' ', 'g')),
               left(regexp_replace(street, '[^[:alpha:]]+', '', 'g'), 4),
               regexp_replace(postcode, '[^[:alnum:]]+', '', 'g'))), 0) AS door
    FROM customers_profile WHERE street ~ '[0-9]' AND postcode <> '' AND name <> ''
), shared AS (
    SELECT door, count(*) AS people FROM known GROUP BY door HAVING count(*) > 1
)
SELECT id, door, people, born_on, customers_email(email) AS email,
       CASE WHEN length(digits) < 6 THEN '' ELSE right(digits, 9) END AS phone,
       customers_letters(split_part(name, ' ', 1)) AS given, customers_letters(split_part(name, ' ', -1)) AS family
FROM known JOIN shared USING (door);
ANALYZE customers_dweller;
"""

_TOGETHER = """
CREATE TEMP TABLE customers_together ON COMMIT DROP AS
WITH said AS (
    SELECT id, door, given, born_on, 'family_name' AS sign, family AS value FROM customers_dweller
    WHERE people <= %(most)s
    UNION ALL SELECT id, door, given, born_on, 'phone', phone FROM customers_dweller
    UNION ALL SELECT id, door, given, born_on, 'email', email FROM customers_dweller
), held AS (
    SELECT *, count(*) OVER (PARTITION BY door, sign, value) AS holders FROM said WHERE value <> ''
), pair AS (
    SELECT a.id AS one, b.id AS other, a.door, array_agg(a.sign ORDER BY a.sign) AS signs,
           a.given AS mine, b.given AS theirs,
           abs(extract(year FROM a.born_on) - extract(year FROM b.born_on)) >= %(generation)s AS born_apart
    FROM held AS a JOIN held AS b ON b.door = a.door AND b.sign = a.sign AND b.value = a.value AND b.id > a.id
    WHERE a.holders <= %(most)s GROUP BY 1, 2, 3, 5, 6, 7
)
SELECT *, max(cardinality(signs)) OVER (PARTITION BY door) AS strength FROM pair;
ANALYZE customers_together;
"""

# Who was born a generation apart are two, whatever they are called.
_NAMES = "SELECT DISTINCT mine, theirs FROM customers_together WHERE born_apart IS NOT TRUE"
_ONE_PERSON = """
DELETE FROM customers_together AS t USING unnest(%(mine)s::text[], %(theirs)s::text[]) AS n (mine, theirs)
WHERE t.mine = n.mine AND t.theirs = n.theirs AND t.born_apart IS NOT TRUE
"""

# Decided is decided, also when either was merged since. Who may be one person is asked elsewhere first.
_DECIDED = """
WITH settled AS (
    SELECT one_id, other_id FROM customers_relation WHERE other_id IS NOT NULL
    UNION ALL
    SELECT one_id, other_id FROM customers_householdpair WHERE outcome IN ('confirmed', 'rejected')
        OR outcome = 'skipped' AND settled_at > %(now)s - %(patience)s * interval '1 day'
    UNION ALL
    SELECT l.customer_id, m.customer_id FROM customers_proposal AS p
    JOIN customers_link AS l ON l.record_id = p.one_id AND l.ends_at IS NULL
    JOIN customers_link AS m ON m.record_id = p.other_id AND m.ends_at IS NULL
    WHERE p.settled_at IS NULL AND p.kind = 'join'
), today AS (
    SELECT coalesce(c.merged_into_id, c.id) AS one, coalesce(d.merged_into_id, d.id) AS other FROM settled
    JOIN customers_customer AS c ON c.id = settled.one_id JOIN customers_customer AS d ON d.id = settled.other_id
)
DELETE FROM customers_together AS t USING today
WHERE t.one = least(today.one, today.other) AND t.other = greatest(today.one, today.other)
"""

_SUGGEST = """
WITH written AS (
    INSERT INTO customers_householdpair AS p
        (id, one_id, other_id, door, signs, strength, suggested_at, settled_by, outcome)
    SELECT uuidv7(), one, other, door, signs, strength, %(now)s, '', '' FROM customers_together ORDER BY one, other
    ON CONFLICT (one_id, other_id) WHERE settled_at IS NULL DO UPDATE SET
        door = EXCLUDED.door, signs = EXCLUDED.signs, strength = EXCLUDED.strength
    WHERE (p.door, p.signs, p.strength) IS DISTINCT FROM (EXCLUDED.door, EXCLUDED.signs, EXCLUDED.strength)
    RETURNING xmax = 0 AS fresh
)
SELECT count(*) FILTER (WHERE fresh) FROM written
"""

_OVERTAKEN = """
UPDATE customers_householdpair AS p SET settled_at = %(now)s, settled_by = %(by)s, outcome = 'overtaken'
WHERE p.settled_at IS NULL
  AND NOT EXISTS (SELECT FROM customers_together AS t WHERE t.one = p.one_id AND t.other = p.other_id)
"""


@action
def suggest_households(*, by: Actor, now: datetime) -> int:
    """Suggest who lives together: behind one door, and of one family name, telephone or mailbox; nobody is joined.

    Left out is what people decided, what they skipped lately, and who may be one person. What speaks for it no more,
    since somebody moved or was merged, waits no longer. Gives how many pairs are new.
    """
    run(_DWELLERS)
    run(_TOGETHER, {"most": MOST_BEHIND_A_DOOR, "generation": GENERATION})
    alike = [pair for pair in read(_NAMES) if may_be_one(*pair)]
    run(_ONE_PERSON, {"mine": [mine for mine, _ in alike], "theirs": [theirs for _, theirs in alike]})
    run(_DECIDED, {"now": now, "patience": PATIENCE_DAYS})
    run(_OVERTAKEN, {"now": now, "by": sign(by)})
    [(fresh,)] = read(_SUGGEST, {"now": now})
    return int(fresh)
