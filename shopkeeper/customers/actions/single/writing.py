"""Writing one record: itself, its link, what it is found by."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.statements import as_array
from shopkeeper.customers.actions.filing import take_out
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.planned import Planned
from shopkeeper.customers.actions.recording import create_customers
from shopkeeper.customers.actions.resolution import Verdict
from shopkeeper.customers.actions.single.deciding import LINE, Arrival
from shopkeeper.customers.actions.single.reading import Key, Said
from shopkeeper.customers.actions.single.statements import NAMED, SAYS
from shopkeeper.customers.rules.matching.forms import write_form
from shopkeeper.customers.rules.matching.scheme import SCHEME
from shopkeeper.customers.sql import run

_COLUMNS = ", ".join(SAYS)
_MINE = ", ".join(f"%({name})s" for name in SAYS)

_RECORD = Planned({
    **NAMED, **SAYS, "record": "uuid", "link": "uuid", "customer": "uuid", "reason": "text", "by": "text",
    "now": "timestamptz",
}, f"""
WITH record AS (
    INSERT INTO customers_sourcerecord
        (id, source, source_key, recorded_at, described, customer_id, version, {_COLUMNS})
    VALUES (%(record)s, %(source)s, %(source_key)s, %(now)s, true, %(customer)s, 1, {_MINE})
)
INSERT INTO customers_link (id, record_id, customer_id, reason, decided_by, starts_at)
VALUES (%(link)s, %(record)s, %(customer)s, %(reason)s, %(by)s, %(now)s)
""")  # fmt: skip  # noqa: S608  the columns are constants

_CORRECTED = Planned({**SAYS, "record": "uuid"}, f"""
UPDATE customers_sourcerecord SET ({_COLUMNS}, described, version) = ({_MINE}, true, version + 1)
WHERE id = %(record)s
""")  # fmt: skip  # noqa: S608  built from constants of this module

_FILED = Planned({
    "record": "uuid", "form": "text", "keys": "bigint[]", "scheme": "int", "kinds": "text[]", "digests": "bigint[]",
    "parts": "bigint[]", "initials": "int[]", "names": "bigint[]",
}, """
WITH known AS (
    INSERT INTO customers_matchkey (record_id, kind, digest, part, initial, name)
    SELECT %(record)s, * FROM unnest(%(kinds)s, %(digests)s, %(parts)s, %(initials)s, %(names)s)
), formed AS (
    INSERT INTO customers_standardform (record_id, form, keys, scheme)
    VALUES (%(record)s, %(form)s, %(keys)s, %(scheme)s)
)
INSERT INTO customers_blockingkey (key, record_id) SELECT unnest(%(keys)s), %(record)s
""")  # fmt: skip

_NOTICED = """
INSERT INTO customers_sharedvalue (kind, digest, example_id, names, noticed_at)
SELECT kind, digest, %(record)s, names, %(now)s
FROM unnest(%(kinds)s::text[], %(digests)s::bigint[], %(names)s::int[]) AS n (kind, digest, names)
ON CONFLICT DO NOTHING
"""


def write_noticed(record: UUID, keys: list[Key], *, now: datetime) -> None:
    """Values that count for nobody from now on, with this record as the example."""
    if keys:
        values = {"kinds": [key.kind for key in keys], "digests": as_array(key.digest for key in keys)}
        run(_NOTICED, {**values, "names": as_array(key.names for key in keys), "record": record, "now": now})


def write_record(said: Said, arrival: Arrival, verdict: Verdict, *, by: Actor, now: datetime) -> UUID:
    """The record, new or corrected, and all that it is found by; gives the customer that it is linked to."""
    stored, customer = arrival.stored, arrival.stored.linked
    if stored.record is None or customer is None:
        [customer] = [verdict.owners[0]] if verdict.owners[0] else create_customers(1, now=now)
        facts = {"record": arrival.record, "link": new_id(), "customer": customer, "reason": verdict.reasons[LINE]}
        _RECORD.read(**said, **facts, by=sign(by), now=now)
    else:
        _CORRECTED.read(**{name: said[name] for name in SAYS}, record=stored.record)
        take_out([stored.record])
        run("DELETE FROM customers_matchkey WHERE record_id = %(record)s", {"record": stored.record})
    _file(arrival)
    return customer


def _file(arrival: Arrival) -> None:
    keys = arrival.keys
    _FILED.read(
        record=arrival.record,
        form=write_form(arrival.form),
        keys=as_array(arrival.filed),
        scheme=SCHEME,
        kinds=as_array(key.kind for key in keys),
        digests=as_array(key.digest for key in keys),
        parts=as_array(key.part for key in keys),
        initials=as_array(key.initial for key in keys),
        names=as_array(key.name for key in keys),
    )
