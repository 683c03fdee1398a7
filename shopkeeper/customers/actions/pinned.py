"""What values set by hand do to the profiles of everybody in `customers_member`, set-wise."""

from datetime import datetime

from shopkeeper.customers.queries.choosing import COLUMNS
from shopkeeper.customers.sql import run

_SEPARATOR = "chr(31)"
SAYS = f"""CASE {{attribute}}
    WHEN 'name' THEN btrim(concat_ws(' ', r.given_name, r.family_name, r.full_name))
    WHEN 'email' THEN r.email WHEN 'phone' THEN r.phone WHEN 'card_number' THEN r.card_number
    WHEN 'language' THEN r.language WHEN 'born_on' THEN coalesce(r.born_on::text, '')
    ELSE concat_ws({_SEPARATOR}, nullif(r.street, ''), nullif(r.postcode, ''), nullif(r.city, ''),
                   nullif(r.region, ''), nullif(r.country, '')) END"""
"""What a record says of an attribute, as one text."""

_PINNED = f"""CASE p.attribute WHEN 'address'
    THEN concat_ws({_SEPARATOR}, nullif(p.value->>'street', ''), nullif(p.value->>'postcode', ''),
                   nullif(p.value->>'city', ''), nullif(p.value->>'region', ''), nullif(p.value->>'country', ''))
    ELSE p.value->>p.attribute END"""

# A record that falls silent does not move: only another word than the one that was overruled counts.
_RETIRE = f"""
WITH moved AS (
    SELECT DISTINCT ON (p.id) p.id, r.id AS record_id, lower(now_says) = lower({_PINNED}) AS agrees
    FROM customers_pin AS p JOIN customers_member AS m ON m.customer_id = p.customer_id
    CROSS JOIN LATERAL jsonb_each_text(p.said) AS before (record, said)
    JOIN customers_sourcerecord AS r ON r.id = before.record::uuid
    CROSS JOIN LATERAL (SELECT {SAYS.format(attribute="p.attribute")} AS now_says) AS told
    WHERE p.ended_at IS NULL AND now_says NOT IN ('', before.said)
    ORDER BY p.id, lower(now_says) = lower({_PINNED}), coalesce(r.changed_at, r.recorded_at) DESC
)
UPDATE customers_pin AS p
SET ended_at = %(now)s, ended_why = CASE WHEN agrees THEN 'agrees' ELSE 'moved' END, ended_by = moved.record_id::text
FROM moved WHERE moved.id = p.id
"""  # noqa: S608  built from constants of this module

_TEXTS = ", ".join(f"{name} = coalesce(set_to->>'{name}', {name})" for name in COLUMNS if name != "born_on")
_APPLY = f"""
WITH not_overtaken AS (
    SELECT DISTINCT ON (p.customer_id, p.attribute) m.owner, p.*
    FROM customers_pin AS p JOIN customers_member AS m ON m.customer_id = p.customer_id
    ORDER BY p.customer_id, p.attribute, p.at DESC, p.id DESC
), pinned AS (
    SELECT DISTINCT ON (owner, attribute) owner, attribute, id, value
    FROM not_overtaken WHERE ended_at IS NULL ORDER BY owner, attribute, at DESC, id DESC
), by_owner AS (
    SELECT owner, jsonb_object_agg(attribute, id) AS pins FROM pinned GROUP BY owner
), set_values AS (
    SELECT owner, jsonb_object_agg(part.name, part.said) AS set_to
    FROM pinned CROSS JOIN LATERAL jsonb_each(pinned.value) AS part (name, said) GROUP BY owner
)
UPDATE customers_profile AS f SET {_TEXTS}, born_on = coalesce((set_to->>'born_on')::date, born_on),
    lineage = lineage || jsonb_build_object('pins', pins),
    search_text = concat_ws(' ', search_text, nullif(lower(unaccent(concat_ws(' ', set_to->>'name', set_to->>'email',
        customers_digits(set_to->>'phone')))), ''))
FROM by_owner JOIN set_values USING (owner) WHERE f.customer_id = by_owner.owner
"""  # noqa: S608  built from constants of this module


def retire_pins(*, now: datetime) -> None:
    """End each pin of which a record that it overruled says something new by now, or the same."""
    run(_RETIRE, {"now": now})


def apply_pins() -> None:
    """Write the values that stand by hand over those that the rules chose; of two people merged, the later one's.

    The lineage of a profile says which these are.
    """
    run(_APPLY)
