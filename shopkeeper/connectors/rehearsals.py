"""Try an import: read, resolve and load the first rows of each file for real, look at what came of it, undo it all."""

import csv
import io
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from shopkeeper.connectors.contracts import RefusalCard, RehearsedPart
from shopkeeper.connectors.errors import UnreadableImport
from shopkeeper.connectors.mappings import Plan, plan_all
from shopkeeper.connectors.staging import REPEATED, staged_batch
from shopkeeper.connectors.words import reason_in_words
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.intake import IntakeResult, Staged
from shopkeeper.engines import files
from shopkeeper.organization import public as organization

_SHOWN = 5


def rehearse(
    *, folder: Path, source: str, by: Actor, now: datetime, mapping: str = "", mapping_name: str = "", rows: int = 1000
) -> list[RehearsedPart]:
    """What the first `rows` records of each file would become. Nothing of it stays.

    :raises InvalidMapping: when the mapping cannot work on these files
    :raises UnreadableImport: when a file cannot be read
    """
    by.require("connectors.run_imports")
    zone = organization.get_retailer().time_zone
    with tempfile.TemporaryDirectory() as scratch, files.reader() as reader, transaction.atomic():
        try:
            plans = plan_all(
                mapping, name=mapping_name, folder=folder, scratch=Path(scratch), time_zone=zone, reader=reader
            )
            return [_rehearse(plan, source or "files", rows, reader, by, now) for plan in plans]
        except files.UnreadableFile as unreadable:
            raise UnreadableImport(reason=str(unreadable)) from unreadable
        finally:
            transaction.set_rollback(True)


def _rehearse(plan: Plan, source: str, rows: int, reader: files.Reader, by: Actor, now: datetime) -> RehearsedPart:
    result, refused, shown, tried = IntakeResult(), dict[str, int](), list[tuple[str, ...]](), 0
    for batch in reader.read(replace(plan.extraction, records=rows)):
        name = f"import_try_{new_id().hex[-12:]}"
        with staged_batch(plan, batch, name=name, source=source, by=by, now=now) as (table, given):
            staged = Staged(table, source, "", 0, batch.last + 1, given, plan.extraction.time_zone)
            done = plan.table.load(staged=staged, by=by, now=now)
            refused |= {reason: refused.get(reason, 0) + n for reason, n in _refusals(table).items()}
        result = IntakeResult(*(a + b for a, b in zip(_figures(result), _figures(done), strict=True)))
        shown = shown or _first_rows(batch)
        tried += batch.rows
    refused.pop(REPEATED, None)
    return RehearsedPart(
        plan.table.name, "" if plan.of.rows else plan.path.name, tuple(c.name for c in plan.extraction.columns),
        tuple(shown), tried, *_figures(result), sum(refused.values()), tuple(_cards(plan, refused)),
    )  # fmt: skip


def _figures(result: IntakeResult) -> tuple[int, int, int]:
    return result.created, result.updated, result.unchanged


def _first_rows(batch: files.Batch) -> list[tuple[str, ...]]:
    reader = csv.reader(io.StringIO(batch.csv.decode(), newline=""))
    return [tuple(row[:-2]) for row, _ in zip(reader, range(_SHOWN), strict=False)]


def _refusals(table: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT refusal, count(*) FROM {table} WHERE refusal IS NOT NULL GROUP BY refusal")
        return dict(cursor.fetchall())


def _cards(plan: Plan, refused: dict[str, int]) -> list[RefusalCard]:
    cards = []
    for reason, rows in sorted(refused.items(), key=lambda item: -item[1]):
        code, _, column = reason.partition(":")
        cards.append(RefusalCard(code, column, reason_in_words(code, column, plan.table), rows))
    return cards
