"""One batch of one part: staged, resolved, loaded and counted in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from shopkeeper.connectors.mappings import Plan
from shopkeeper.connectors.models import ImportPart, RefusedCount, RefusedRow
from shopkeeper.connectors.staging import REPEATED, staged_batch
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.intake import IntakeResult, RowsImported, Staged
from shopkeeper.core.setwise import execute
from shopkeeper.engines.files import Batch

_KEPT_LINES = 100_000
WRONG_SHAPE = "wrong_number_of_columns"


@action
def take_batch(*, part_id: UUID, plan: Plan, batch: Batch, source: str, fresh: bool, by: Actor, now: datetime) -> bool:
    """Take a batch, or what is left of it; gives whether it is through. It is not where somebody waits for the end of
    this transaction. All that was taken counts, or none of it: after a crash the run goes on behind what counts.
    """
    part = ImportPart.objects.select_for_update(no_key=True, of=("self",)).select_related("run").get(pk=part_id)
    part.started_at = part.started_at or now
    name = f"import_{part.run.number.lower()}_{part.position}"
    with staged_batch(plan, batch, name=name, source=source, after=part.done_line, by=by, now=now) as (table, given):
        staged = Staged(
            table=table, source=source, run_id=part.run.number, first=part.done_line + 1, last=batch.last + 1,
            given=given, time_zone=plan.extraction.time_zone, fresh=fresh, may_stop=True,
        )  # fmt: skip
        result = plan.table.load(staged=staged, by=by, now=now)
        last = result.stopped_at or batch.last + 1
        counts = _count_rows(table, last)
        _keep_refused(part, table, last)
    _add_up(part, result, counts)
    part.done_line = last - 1
    part.read = batch.position if result.stopped_at is None else part.read
    part.save()
    if result.created or result.updated:
        event = RowsImported(
            table=part.table, source=source, run_id=part.run.number, created=result.created, updated=result.updated
        )
        announce(event, by=by, now=now, history=True)
    return result.stopped_at is None


def _count_rows(table: str, last: int) -> dict[str | None, int]:
    """How many rows before this line were refused, by reason; and by None, how many were not."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT refusal, count(*) FROM {table} WHERE line < %s GROUP BY refusal", [last])
        return dict(cursor.fetchall())


def _keep_refused(part: ImportPart, table: str, last: int) -> None:
    room = _KEPT_LINES - part.refused
    if room > 0:
        execute(
            'INSERT INTO connectors_refusedrow (part_id, line, code, "column")'
            f" SELECT %s, line, split_part(refusal, ':', 1), split_part(refusal, ':', 2) FROM {table}"
            f" WHERE refusal <> '{REPEATED}' AND line < %s ORDER BY line LIMIT {room} ON CONFLICT DO NOTHING",
            [part.id, last],
        )


def _add_up(part: ImportPart, result: IntakeResult, counts: dict[str | None, int]) -> None:
    part.rows += sum(counts.values())
    repeated = counts.pop(REPEATED, 0)
    refusals = {reason: rows for reason, rows in counts.items() if reason}
    part.created += result.created
    part.updated += result.updated
    part.unchanged += result.unchanged
    part.repeated += repeated
    part.refused += sum(refusals.values())
    _count(part, refusals)


def _count(part: ImportPart, refusals: dict[str, int]) -> None:
    for reason, rows in refusals.items():
        code, _, column = reason.partition(":")
        known = RefusedCount.objects.filter(part=part, code=code, column=column)
        if not known.update(rows=F("rows") + rows):
            RefusedCount.objects.create(part=part, code=code, column=column, rows=rows)


@action
def finish_part(*, part_id: UUID, records: int, broken: Sequence[int], by: Actor, now: datetime) -> None:
    """Note that a file is read to its end; rows that could not even be split are refused."""
    part = ImportPart.objects.select_for_update(no_key=True).get(pk=part_id)
    part.started_at = part.started_at or now
    if broken:
        part.rows += len(broken)
        part.refused += len(broken)
        _count(part, {WRONG_SHAPE: len(broken)})
        RefusedRow.objects.bulk_create(
            (RefusedRow(part=part, line=line, code=WRONG_SHAPE) for line in broken), ignore_conflicts=True
        )
    part.records, part.read, part.finished_at = records, part.size, now
    part.save()
