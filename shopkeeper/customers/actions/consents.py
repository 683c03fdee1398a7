"""Consents: statements that arrive in files, and those made to us."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import IntakeResult, Staged
from shopkeeper.customers.actions.opt_ins import ask_for_opt_in
from shopkeeper.customers.actions.stating import Said, write_statement
from shopkeeper.customers.actions.stubs import ensure_stub_records
from shopkeeper.customers.contracts import CHANNELS, ConsentState, Purpose
from shopkeeper.customers.errors import CustomerNotFound, UnknownChannel
from shopkeeper.customers.models import Customer
from shopkeeper.customers.queries.identity import survivor_of
from shopkeeper.customers.queries.opt_ins import list_opt_in_terms
from shopkeeper.customers.rules.opt_ins import find_term
from shopkeeper.customers.sql import read

_COLUMNS = "brand, purpose, channel, contact_point, state, text_version, proof, occurred_at"

_REFUSE = """
UPDATE {table} AS s SET refusal = 'erased'
WHERE s.line >= {first} AND s.line < {last} AND s.refusal IS NULL AND NOT EXISTS (
    SELECT FROM {people} AS p WHERE p.key = s.customer_key
    AND p.source = coalesce(nullif(btrim(s.source), ''), {source}))
"""

_LOAD = """
WITH said AS (
    SELECT DISTINCT ON (source, source_key) * FROM (
        SELECT s.line, coalesce(nullif(btrim(s.source), ''), {source}) AS source, s.source_key, s.customer_key,
               coalesce(s.brand, '') AS brand, s.purpose, coalesce(s.channel, '') AS channel,
               coalesce(s.contact_point, '') AS contact_point, s.state, coalesce(s.text_version, '') AS text_version,
               coalesce(s.proof, '') AS proof, s.occurred_at
        FROM {table} AS s WHERE s.line >= {first} AND s.line < {last} AND s.refusal IS NULL
    ) AS rows ORDER BY source, source_key, line DESC
), written AS (
    INSERT INTO customers_consent AS c
        (id, source, source_key, recorded_at, described, record_id, customer_id, {columns})
    SELECT uuidv7(), s.source, s.source_key, {now}, true, p.record_id, p.customer_id, {columns}
    FROM said AS s JOIN {people} AS p ON p.key = s.customer_key AND p.source = s.source
    ON CONFLICT (source, source_key) DO UPDATE SET
        (record_id, customer_id, {columns}) = (EXCLUDED.record_id, EXCLUDED.customer_id, {excluded})
    WHERE ({mine}) IS DISTINCT FROM ({excluded}) OR c.record_id IS DISTINCT FROM EXCLUDED.record_id
    RETURNING xmax = 0 AS fresh
)
SELECT (SELECT count(*) FROM {table} WHERE line >= {first} AND line < {last} AND refusal IS NULL),
       count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh) FROM written
"""


@action
def load_consents(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Take a batch of the canonical table `consents`."""
    people = ensure_stub_records(staged=staged, by=by, now=now)
    facts = {"source": staged.source, "first": staged.first, "last": staged.last, "now": now}
    parts = {name: f"%({name})s" for name in facts} | {
        "table": staged.table,
        "people": people,
        "columns": _COLUMNS,
        "excluded": ", ".join(f"EXCLUDED.{name}" for name in _COLUMNS.split(", ")),
        "mine": ", ".join(f"c.{name}" for name in _COLUMNS.split(", ")),
    }
    read(_REFUSE.format(**parts) + "RETURNING 1", facts)
    [(accepted, created, updated)] = read(_LOAD.format(**parts), facts)
    return IntakeResult(created, updated, accepted - created - updated)


@action
def record_consent(
    *,
    customer_id: UUID,
    purpose: Purpose,
    state: ConsentState,
    channel: str = "",
    brand: str = "",
    contact_point: str = "",
    text_version: str = "",
    proof: str = "",
    by: Actor,
    now: datetime,
) -> UUID | None:
    """Write down what the person we know said to us; it replaces what lay in single records.

    Gives the statement, or None where the yes has to be confirmed by the person first: then nothing is in force yet.

    :raises UnknownChannel: when nothing is sent by this channel
    :raises CustomerNotFound: when there is no such customer
    :raises ChannelNeeded, NoContactPoint, ContactPointUnknown: when the person cannot be asked to confirm
    """
    if channel and channel not in CHANNELS:
        raise UnknownChannel(channel=channel, known=", ".join(CHANNELS))
    customer = Customer.objects.filter(pk=survivor_of(customer_id)).first()
    if customer is None:
        raise CustomerNotFound(key=customer_id)
    said = Said(
        purpose=purpose, state=state, channel=channel, brand=brand, contact_point=contact_point,
        text_version=text_version, proof=proof,
    )  # fmt: skip
    term = find_term(list_opt_in_terms(), purpose=purpose, state=state, brand=brand, channel=channel)
    if term is not None:
        ask_for_opt_in(customer.id, said, term=term, by=by, now=now)
        return None
    return write_statement(customer.id, said, by=by, now=now)
