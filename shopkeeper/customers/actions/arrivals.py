"""Source records arrive, from a file or one by one: the same steps, so the same people."""

from dataclasses import asdict, replace
from datetime import datetime

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.intake import IntakeResult, Staged
from shopkeeper.customers.actions import gathering, locking
from shopkeeper.customers.actions.meanwhile import with_scribe
from shopkeeper.customers.actions.resolution import Merger
from shopkeeper.customers.actions.single.taking import take_by_model
from shopkeeper.customers.actions.turns import Turns, left_alone
from shopkeeper.customers.contracts import LONGEST_TEXT, RecordCard, RecordData
from shopkeeper.customers.errors import ErasedContactTold, PersonErased
from shopkeeper.customers.events import CustomersMerged, RecordArrived
from shopkeeper.customers.models import Link
from shopkeeper.customers.sql import read, run

_REFUSE_LONG = """
UPDATE {table} SET refusal = CASE {cases} END
WHERE line >= %(first)s AND line < %(last)s AND refusal IS NULL AND ({any_case})
"""
_LONGEST = {"source": 60, "source_key": 200, **dict.fromkeys(gathering.TEXTS, LONGEST_TEXT)}
_AT_ONCE = 5_000
"""Lines of a turn: whoever waits for a file waits for so many."""
_COUNT = "SELECT count(*) FROM {table} WHERE line >= %(first)s AND line < %(last)s AND refusal IS NULL"


@action
def load_records(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Take a batch of the canonical table `customers`: new people, corrections, stubs that are described at last.

    It stops after some thousands where somebody waits, who need not wait for the whole of it.
    """
    _refuse_too_long(staged)
    locking.lock_everybody()  # or somebody might be erased between the question and the writing
    with left_alone():
        turns = _take(staged, by=by, now=now, history=True)
    last = turns.stopped_at or staged.last
    [(accepted,)] = read(_COUNT.format(table=staged.table), {"first": staged.first, "last": last})
    return IntakeResult(
        turns.created, turns.updated, accepted - turns.created - turns.updated, stopped_at=turns.stopped_at
    )


@action
def record_person(*, data: RecordData, by: Actor, now: datetime) -> RecordCard:
    """Take one record as it arrives and say whose it is.

    :raises PersonErased: when this record was erased
    :raises ErasedContactTold: when somebody with its address or number was, and it does not say that it is newer
    """
    return take_by_model(data, by=by, now=now) or _take_by_rules(data, by=by, now=now)


def _take_by_rules(data: RecordData, *, by: Actor, now: datetime) -> RecordCard:
    staged = Staged(table="customers_single", source=data.source, run_id="", first=1, last=2)
    locking.lock_everybody()
    _stage_one(data)
    turns = _take(staged, by=by, now=now, history=False)
    [(refusal,)] = read("SELECT refusal FROM customers_single")
    if refusal:
        raise PersonErased if refusal == "erased" else ErasedContactTold
    link = Link.objects.get(record__source=data.source, record__source_key=data.source_key, ends_at=None)
    if turns.created or turns.updated:
        arrived = RecordArrived(record_id=link.record_id, customer_id=link.customer_id, source=data.source)
        announce(arrived, by=by, now=now)
    led_to = {merged: survivor for survivor, merged, _ in turns.joined_by_rule}
    return RecordCard(link.record_id, led_to.get(link.customer_id, link.customer_id))


def _refuse_too_long(staged: Staged) -> None:
    """Keep out texts that no person's record holds, before one of them stops a batch."""
    tests = {name: f"length({name}) > {longest}" for name, longest in _LONGEST.items()}
    cases = " ".join(f"WHEN {test} THEN 'too_long:{name}'" for name, test in tests.items())
    statement = _REFUSE_LONG.format(table=staged.table, cases=cases, any_case=" OR ".join(tests.values()))
    run(statement, {"first": staged.first, "last": staged.last})


def _take(staged: Staged, *, by: Actor, now: datetime, history: bool) -> Turns:
    """Some thousands at a time; what came before is written while these are looked at."""
    mergers: list[Merger] = []
    with with_scribe() as scribe:
        turns = Turns(scribe, may_stop=staged.may_stop, by=by, now=now)
        rest = [
            replace(staged, first=first, last=min(first + _AT_ONCE, staged.last))
            for first in range(staged.first, staged.last, _AT_ONCE)
        ]
        while rest and turns.stopped_at is None:
            turns.take(rest.pop(0), following=rest[0] if rest else None)
            mergers += [] if history else turns.mergers
        turns.finish()
    mergers += [] if history else turns.joined_by_rule
    for survivor, merged, reason in mergers:
        announce(CustomersMerged(survivor_id=survivor, merged_id=merged, reason=reason.value), by=by, now=now)
    return turns


def _stage_one(data: RecordData) -> None:
    values = asdict(data)
    types = {"born_on": "date", "published_at": "timestamptz", "changed_at": "timestamptz"}
    columns = ", ".join(f"%({name})s::{types.get(name, 'text')} AS {name}" for name in values)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS customers_single")
        cursor.execute(
            "CREATE TEMP TABLE customers_single ON COMMIT DROP AS "
            f"SELECT 1::bigint AS line, NULL::text AS refusal, {columns}",
            values,
        )
