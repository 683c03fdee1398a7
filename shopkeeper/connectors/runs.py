"""Carry out a run: read part after part, take batch after batch; killed anywhere, it goes on where it was."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.connectors.actions import begin_run, fail_run, finish_part, finish_run, open_run, take_batch
from shopkeeper.connectors.contracts import RunCard
from shopkeeper.connectors.errors import FileChanged, ImportBusy, UnreadableImport
from shopkeeper.connectors.mappings import Plan, plan_all, read_mapping
from shopkeeper.connectors.models import ImportPart, ImportRun, RefusedRow
from shopkeeper.connectors.queries import get_card, home_of, lock_key, refused_file
from shopkeeper.connectors.words import reason_in_words
from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.engines import files
from shopkeeper.organization import public as organization

_PATIENCE = 2.0
"""Seconds for the lock of somebody who was killed to be let go."""
Progress = Callable[[ImportPart], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Work:
    """Who works on a run with what."""

    run: ImportRun
    reader: files.Reader
    by: Actor
    clock: Clock
    progress: Progress


def import_folder(
    *, folder: Path, by: Actor, clock: Clock, source: str = "", mapping: str = "", mapping_name: str = "",
    progress: Progress = lambda part: None,
) -> RunCard:  # fmt: skip
    """Import a folder, or one file, here and now; an unfinished run of the same files is finished instead.

    `mapping` is the text of a mapping; without one, files and columns are canonical by name. `clock` is asked for every
    batch. `progress` hears of each part after each batch.
    """
    named = source or (read_mapping(mapping, name=mapping_name).source if mapping else "") or "files"
    asked: dict[str, Any] = {"folder": folder.resolve(), "source": named, "mapping": mapping, "by": by}
    run_id = open_run(**asked, mapping_name=mapping_name, now=clock())
    try:
        carry_out(run_id, by=by, clock=clock, progress=progress)
    except FileChanged:
        # What came in from the former file stays; importing the file as it is now corrects it.
        run_id = open_run(**asked, mapping_name=mapping_name, now=clock(), anew=True)
        carry_out(run_id, by=by, clock=clock, progress=progress)
    return get_card(ImportRun.objects.get(pk=run_id))


def carry_out(run_id: UUID, *, by: Actor, clock: Clock, progress: Progress = lambda part: None) -> None:
    """Carry out a run, or what is left of it.

    :raises ImportBusy: when somebody is at it
    :raises UnreadableImport: when a file cannot be read; what came before it is in
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.finished_at:
        return
    with _alone(run), files.reader() as reader:
        try:
            _carry_out(Work(run, reader, by, clock, progress))
        except files.UnreadableFile as unreadable:
            fail_run(run_id=run_id, reason=str(unreadable), by=by, now=clock())
            raise UnreadableImport(reason=str(unreadable)) from unreadable
        except Refusal as refusal:
            fail_run(run_id=run_id, reason=refusal.sentence(), by=by, now=clock())
            raise


def carry_out_quietly(run_id: UUID, *, by: Actor, clock: Clock) -> None:
    """Carry out a run where nobody waits for an answer: what cannot be done is written on the run."""
    with suppress(Refusal):
        carry_out(run_id, by=by, clock=clock)


def _carry_out(work: Work) -> None:
    run = work.run
    plans = plan_all(
        run.mapping, name=run.mapping_name, folder=Path(run.folder), scratch=home_of(run), reader=work.reader,
        time_zone=organization.get_retailer().time_zone,
    )  # fmt: skip
    part_ids = begin_run(run_id=run.id, plans=plans, by=work.by, now=work.clock())
    for part_id, plan in zip(part_ids, plans, strict=True):
        part = ImportPart.objects.select_related("run").get(pk=part_id)
        if not part.finished_at:
            _carry_out_part(part, plan, work)
        if part.refused and not refused_file(part).exists():
            _write_refused(part, plan, work.reader)
        work.progress(part)
    finish_run(run_id=run.id, by=work.by, now=work.clock())


def _carry_out_part(part: ImportPart, plan: Plan, work: Work) -> None:
    source, by = work.run.source, work.by
    fresh = not _came_before(part)
    reading = work.reader.read(replace(plan.extraction, after=part.done_line))
    for batch in reading:
        is_through = False
        while not is_through:
            is_through = take_batch(
                part_id=part.id, plan=plan, batch=batch, source=source, fresh=fresh, by=by, now=work.clock()
            )
            part.refresh_from_db()
            work.progress(part)
    finish_part(part_id=part.id, records=reading.records, broken=reading.broken, by=by, now=work.clock())
    part.refresh_from_db()


def _came_before(part: ImportPart) -> bool:
    earlier = ImportPart.objects.filter(table=part.table, run__source=part.run.source).exclude(pk=part.pk)
    return earlier.filter(rows__gt=0).exists()


def _write_refused(part: ImportPart, plan: Plan, reader: files.Reader) -> None:
    rows = RefusedRow.objects.filter(part=part)
    reasons = tuple((row.line, reason_in_words(row.code, row.column, plan.table)) for row in rows)
    reader.copy_refused(files.Refused(plan.extraction.file, reasons, str(refused_file(part))))


def _wait_for_lock(key: str) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
            if cursor.fetchone()[0]:
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)


@contextmanager
def _alone(run: ImportRun) -> Iterator[None]:
    """Hold the run for this session: a second worker, or the same command twice, must not double a batch."""
    key = lock_key(run)
    # Whoever is killed lets go of the lock when the server notices, in the middle of a long statement too.
    with connection.cursor() as cursor:
        cursor.execute("SET client_connection_check_interval = '500ms'")
    if not _wait_for_lock(key):
        raise ImportBusy(number=run.number)
    try:
        yield
    finally:
        # A lost connection has let go of the lock by itself.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
