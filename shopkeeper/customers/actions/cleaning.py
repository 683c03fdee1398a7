"""A file that tells again of somebody who was erased brings nothing of them back: neither name nor words."""

from shopkeeper.core.intake import CanonicalTable, get_reference
from shopkeeper.core.setwise import execute
from shopkeeper.customers.facts import list_held
from shopkeeper.customers.models import Erasure
from shopkeeper.customers.queries.erasures import find_erased
from shopkeeper.customers.sql import read, run

_UNKNOWN = "SELECT source, key FROM {keys} WHERE id IS NULL"
_NAMELESS = """
UPDATE {keys} AS k SET id = n.customer FROM unnest(%(sources)s::text[], %(keys)s::text[], %(customers)s::uuid[])
    AS n (source, key, customer) WHERE k.source = n.source AND k.key = n.key
"""
_FORGET = "UPDATE {staged} AS s SET {emptied} WHERE {about}"
_ERASED = """
SELECT customer_id FROM customers_erasure UNION ALL
SELECT c.id FROM customers_erasure AS e JOIN customers_customer AS c ON c.merged_into_id = e.customer_id
"""


def resolve_erased(keys: str) -> None:
    """Keys of people who were erased lead to the customer without a name: what was theirs stays together, nameless."""
    erased = find_erased(read(_UNKNOWN.format(keys=keys)))
    if erased:
        named = {"sources": [source for source, _ in erased], "keys": [key for _, key in erased]}
        run(_NAMELESS.format(keys=keys), {**named, "customers": list(erased.values())})


def forget_erased(staged: str, table: CanonicalTable) -> None:
    """Empty what an erasure empties in staged rows about somebody who was erased, or about an order of theirs."""
    personal, about = _personal_columns(table), _customers_of(table)
    if personal and about and Erasure.objects.exists():
        emptied = ", ".join(f"{column} = NULL" for column in personal)
        execute(_FORGET.format(staged=staged, emptied=emptied, about=" OR ".join(about)))


def _personal_columns(table: CanonicalTable) -> list[str]:
    columns = {column.name for column in table.all_columns if not column.required}
    held = [held for held in list_held() if held.model._meta.db_table == table.fills]
    return sorted({name for one in held for name in one.blank} & columns)


def _customers_of(table: CanonicalTable) -> list[str]:
    found = [f"{column.stem}_id" for column in table.all_columns if column.refers == "customer"]
    others = [column for column in table.all_columns if column.refers and column.refers != "customer"]
    found += [f"{other.stem}_customer_id" for other in others if "customer_id" in get_reference(other.refers).fields]
    return [f"s.{name} IN ({_ERASED})" for name in found]
