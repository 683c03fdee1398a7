"""The life of an import: drafted, asked for, begun, finished or failed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from shopkeeper.connectors.errors import AlreadyStarted, FileChanged
from shopkeeper.connectors.events import ImportFinished, ImportRequested
from shopkeeper.connectors.mappings import Plan
from shopkeeper.connectors.models import ImportPart, ImportRun
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import short_number

_PATIENCE = timedelta(minutes=2)


@action
def open_run(
    *, folder: Path, source: str, by: Actor, now: datetime, mapping: str = "", mapping_name: str = "",
    anew: bool = False,
) -> UUID:  # fmt: skip
    """Open a run, or take up the last one of the same folder by the same mapping if it is unfinished."""
    by.require("connectors.run_imports")
    same = ImportRun.objects.filter(folder=str(folder), source=source, mapping=mapping)
    latest = same.order_by("-requested_at", "-id").first()
    if latest and not latest.finished_at and not anew:
        return latest.id
    return _create(str(folder), source, by, now, mapping=mapping, mapping_name=mapping_name, confirmed_at=now).id


@action
def draft_run(*, by: Actor, now: datetime) -> str:
    """Open a run whose files are about to be handed over; gives its number."""
    by.require("connectors.run_imports")
    return _create("", "", by, now, in_background=True).number


@action
def describe_run(
    *, run_id: UUID, source: str, mapping: str, by: Actor, now: datetime, folder: Path | None = None
) -> None:
    """Say what the files of a draft mean.

    :raises AlreadyStarted: when it is no draft any more
    """
    by.require("connectors.run_imports")
    run = _lock_draft(run_id)
    run.source, run.mapping, run.mapping_name = source[:60], mapping, "mapping.yaml" if mapping else ""
    run.folder = str(folder) if folder else run.folder
    run.save()


@action
def request_run(*, run_id: UUID, by: Actor, now: datetime) -> None:
    """Let a worker carry out a draft.

    :raises AlreadyStarted: when it is no draft any more
    """
    by.require("connectors.run_imports")
    run = _lock_draft(run_id)
    run.source, run.confirmed_at = run.source or "files", now
    run.save()
    announce(ImportRequested(run_id=run.id), by=by, now=now)


@action
def resume_runs(*, by: Actor, now: datetime) -> int:
    """Ask again for runs that a worker has dropped: one that is at work holds its lock and is not asked twice."""
    waiting = ImportRun.objects.filter(
        in_background=True, confirmed_at__lt=now - _PATIENCE, finished_at=None, failed_at=None
    )
    for run in waiting:
        announce(ImportRequested(run_id=run.id), by=by, now=now)
    return len(waiting)


def _create(folder: str, source: str, by: Actor, now: datetime, **others: object) -> ImportRun:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('connectors_run_number')")
        number = short_number(cursor.fetchone()[0])
    who = (by.name or by.id)[:160]
    return ImportRun.objects.create(
        number=number, source=source, folder=folder, requested_at=now, requested_by=who, **others
    )


def _lock_draft(run_id: UUID) -> ImportRun:
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.confirmed_at:
        raise AlreadyStarted(number=run.number)
    return run


@action
def begin_run(*, run_id: UUID, plans: Sequence[Plan], by: Actor, now: datetime) -> list[UUID]:
    """Write down the parts of a run, or check that those of an interrupted one are still the same files.

    :raises FileChanged: when a file is another one now
    """
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run_id)
    parts = list(run.parts.order_by("position"))
    if parts:
        _check_same(parts, plans)
    else:
        made = (_part(run, position, plan) for position, plan in enumerate(plans, 1))
        parts = ImportPart.objects.bulk_create(made)
    run.started_at, run.failed_at, run.failure = run.started_at or now, None, ""
    run.save()
    return [part.id for part in parts]


def _part(run: ImportRun, position: int, plan: Plan) -> ImportPart:
    return ImportPart(
        run=run, position=position, entry=plan.entry, table=plan.table.name,
        file="" if plan.of.rows else plan.path.name, fingerprint=plan.fingerprint(), size=plan.path.stat().st_size,
    )  # fmt: skip


def _check_same(parts: list[ImportPart], plans: Sequence[Plan]) -> None:
    if len(parts) != len(plans):
        raise FileChanged(file=parts[0].run.folder)
    for part, plan in zip(parts, plans, strict=True):
        if part.fingerprint != plan.fingerprint():
            raise FileChanged(file=plan.path.name)


@action
def finish_run(*, run_id: UUID, by: Actor, now: datetime) -> None:
    """Note that everything is in."""
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run_id)
    run.finished_at = now
    run.save()
    sums = run.parts.aggregate(rows=Sum("rows"), refused=Sum("refused"))
    event = ImportFinished(run_id=run.id, rows=sums["rows"] or 0, refused=sums["refused"] or 0)
    announce(event, by=by, now=now)


@action
def fail_run(*, run_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Note why a run could not go on; what is in stays in."""
    ImportRun.objects.filter(pk=run_id).update(failed_at=now, failure=reason[:4000])
