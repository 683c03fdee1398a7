"""Source records arrive, from a file or one by one: the same steps, so the same people."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.intake import IntakeResult, Staged
from shopkeeper.customers.actions import filing, gathering, locking, matching, profiles, recording, resolution
from shopkeeper.customers.actions.analyzing import analyze_after
from shopkeeper.customers.actions.at_hand import AtHand, start_at_hand
from shopkeeper.customers.actions.concluding import Doubt, Sheet
from shopkeeper.customers.actions.meanwhile import Work, carry_out
from shopkeeper.customers.actions.merging import join_customers
from shopkeeper.customers.actions.noticing import notice_arriving_values
from shopkeeper.customers.actions.resolution import Merger, Verdict
from shopkeeper.customers.actions.single.taking import propose_doubts, take_by_model
from shopkeeper.customers.contracts import LONGEST_TEXT, RecordCard, RecordData
from shopkeeper.customers.errors import PersonErased
from shopkeeper.customers.events import CustomersMerged, RecordArrived
from shopkeeper.customers.models import ErasedKey, Link
from shopkeeper.customers.queries.matching import OnlineModel, find_online_model, has_model_in_force
from shopkeeper.customers.rules.erased_keys import digest_of_key
from shopkeeper.organization import public as organization

_REFUSE = "UPDATE {table} SET refusal = 'erased' WHERE line = ANY(%(lines)s)"
_REFUSE_LONG = """
UPDATE {table} SET refusal = CASE {cases} END
WHERE line >= %(first)s AND line < %(last)s AND refusal IS NULL AND ({any_case})
"""
_LONGEST = {"source": 60, "source_key": 200, **dict.fromkeys(gathering.TEXTS, LONGEST_TEXT)}
_KEYS_OF_BATCH = """
SELECT line, coalesce(nullif(btrim(source), ''), %(source)s), source_key FROM {table}
WHERE line >= %(first)s AND line < %(last)s AND refusal IS NULL
"""
_COUNT_TAKEN = "SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh) FROM customers_arriving"
_AT_ONCE = 5_000
_COUNT = "SELECT count(*) FROM {table} WHERE line >= %(first)s AND line < %(last)s AND refusal IS NULL"


@dataclass(frozen=True, slots=True)
class Deciding:
    """By which model it is decided, and what this import has at hand where nothing else is filed."""

    online: OnlineModel
    at_hand: AtHand | None


@action
def load_records(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Take a batch of the canonical table `customers`: new people, corrections, stubs that are described at last."""
    _refuse_too_long(staged)
    refuse_erased(staged)
    [(accepted,)] = gathering.read(_COUNT.format(table=staged.table), {"first": staged.first, "last": staged.last})
    locking.lock_everybody()
    created, updated = _take(staged, by=by, now=now, history=True)
    return IntakeResult(created, updated, accepted - created - updated)


@action
def record_person(*, data: RecordData, by: Actor, now: datetime) -> RecordCard:
    """Take one record as it arrives and say whose it is.

    :raises PersonErased: when this record was erased
    """
    return take_by_model(data, by=by, now=now) or _take_by_rules(data, by=by, now=now)


def _take_by_rules(data: RecordData, *, by: Actor, now: datetime) -> RecordCard:
    staged = Staged(table="customers_single", source=data.source, run_id="", first=1, last=2)
    locking.lock_everybody()
    _stage_one(data)
    refuse_erased(staged)
    if gathering.read("SELECT FROM customers_single WHERE refusal IS NOT NULL"):
        raise PersonErased
    changed = any(_take(staged, by=by, now=now, history=False))
    link = Link.objects.get(record__source=data.source, record__source_key=data.source_key, ends_at=None)
    if changed:
        arrived = RecordArrived(record_id=link.record_id, customer_id=link.customer_id, source=data.source)
        announce(arrived, by=by, now=now)
    return RecordCard(link.record_id, link.customer_id)


def _refuse_too_long(staged: Staged) -> None:
    """Keep out texts that no person's record holds, before one of them stops a batch."""
    tests = {name: f"length({name}) > {longest}" for name, longest in _LONGEST.items()}
    cases = " ".join(f"WHEN {test} THEN 'too_long:{name}'" for name, test in tests.items())
    statement = _REFUSE_LONG.format(table=staged.table, cases=cases, any_case=" OR ".join(tests.values()))
    gathering.run(statement, {"first": staged.first, "last": staged.last})


def refuse_erased(staged: Staged) -> None:
    """Keep out the records of people who were erased."""
    if not ErasedKey.objects.exists():
        return
    facts = {"source": staged.source, "first": staged.first, "last": staged.last}
    rows = gathering.read(_KEYS_OF_BATCH.format(table=staged.table), facts)
    digests = {line: digest_of_key(source, key, secret=settings.ERASURE_KEY) for line, source, key in rows}
    found = ErasedKey.objects.filter(digest__in=set(digests.values())).values_list("digest", flat=True)
    erased = {bytes(digest) for digest in found}
    lines = [line for line, digest in digests.items() if digest in erased]
    gathering.run(_REFUSE.format(table=staged.table), {"lines": lines})


def _take(staged: Staged, *, by: Actor, now: datetime, history: bool) -> tuple[int, int]:
    """Some thousands at a time; the profiles of those before are worked out while these are weighed."""
    deciding = Deciding(online, start_at_hand()) if (online := find_online_model()) else None
    waiting = list[Work]()
    created = updated = 0
    for first in range(staged.first, staged.last, _AT_ONCE):
        some = replace(staged, first=first, last=min(first + _AT_ONCE, staged.last))
        mergers, waiting = _take_some(some, deciding, waiting, by=by, now=now)
        if not history:
            for survivor, merged, reason in mergers:
                announce(CustomersMerged(survivor_id=survivor, merged_id=merged, reason=reason.value), by=by, now=now)
        [(fresh, others)] = gathering.read(_COUNT_TAKEN)
        created, updated = created + fresh, updated + others
    carry_out(waiting)
    return created, updated


def _take_some(
    staged: Staged, deciding: Deciding | None, waiting: list[Work], *, by: Actor, now: datetime
) -> tuple[list[Merger], list[Work]]:
    """Resolve and write these rows, and what waits; gives who was merged and what is left to be written."""
    gathering.gather(staged)
    preparing: list[Work] = [
        partial(gathering.standardize, home_country=organization.get_retailer().country),
        recording.name_records,
        partial(notice_arriving_values, now=now),
    ]
    verdict, doubts = _decide(deciding, preparing, waiting)
    recording.write_records(verdict, by=by, now=now)
    analyze_after(sum(len(lines) for lines in verdict.groups))
    join_customers([(one, other, reason.value) for one, other, reason in verdict.mergers], by=by, now=now)
    profiles.note_arrivals()
    if deciding is not None:
        propose_doubts(doubts, deciding.online.version, by=by, now=now)
    return verdict.mergers, [partial(profiles.refresh_noted, now=now)]


def _decide(deciding: Deciding | None, preparing: list[Work], waiting: list[Work]) -> tuple[Verdict, list[Doubt]]:
    if not has_model_in_force():
        carry_out([*preparing, *waiting])
        return resolution.resolve(), []
    sheet = matching.read_sheet(preparing)
    waiting = [*waiting, partial(_file, sheet)]
    if deciding is not None:
        return matching.resolve_by(deciding.online, sheet, waiting, deciding.at_hand)
    carry_out(waiting)
    return resolution.resolve(), []


def _file(sheet: Sheet) -> None:
    filing.take_out([record for line, record in sheet.records.items() if sheet.owners[line]])
    filing.file_forms((sheet.records[line], form, sheet.keys[line]) for line, form in sheet.forms.items())


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
