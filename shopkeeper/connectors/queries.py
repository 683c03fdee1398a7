"""Reads of the imports."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from shopkeeper.connectors.contracts import PartCard, RefusalCard, RunCard, RunState
from shopkeeper.connectors.models import ImportPart, ImportRun
from shopkeeper.connectors.words import reason_in_words
from shopkeeper.core import intake
from shopkeeper.core.actors import Actor

_SILENCE = timedelta(minutes=5)
"""A run that has not moved for so long is taken to be interrupted."""


def get_run(run_id: UUID, *, by: Actor, now: datetime | None = None) -> RunCard:
    """A run with its parts."""
    by.require("connectors.view_imports")
    run = ImportRun.objects.prefetch_related("parts__refusals").get(pk=run_id)
    return _card(run, now)


def list_runs(*, by: Actor, now: datetime, limit: int = 50) -> list[RunCard]:
    """The latest runs."""
    by.require("connectors.view_imports")
    runs: QuerySet[ImportRun] = ImportRun.objects.prefetch_related("parts__refusals").order_by("-requested_at")
    return [_card(run, now) for run in runs[:limit]]


def home_of(run: ImportRun) -> Path:
    """Where a run keeps its own files."""
    folder: Path = settings.HOME.media / "imports" / run.number
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def refused_file(part: ImportPart) -> Path:
    """The refused rows of a part as they came, each with why."""
    return home_of(part.run) / f"refused-{part.position}-{part.table}.csv"


def state_of(run: ImportRun, now: datetime | None) -> RunState:
    """Where a run is at `now`."""
    if run.finished_at:
        return RunState.FINISHED
    if run.failed_at:
        return RunState.FAILED
    if not run.started_at:
        return RunState.WAITING
    silent = now and run.beat_at and now - run.beat_at > _SILENCE
    return RunState.INTERRUPTED if silent else RunState.RUNNING


def _card(run: ImportRun, now: datetime | None) -> RunCard:
    return RunCard(
        id=run.id, number=run.number, source=run.source, folder=run.folder, mapping_name=run.mapping_name,
        state=state_of(run, now), requested_at=run.requested_at, requested_by=run.requested_by,
        started_at=run.started_at, finished_at=run.finished_at, failure=run.failure,
        parts=tuple(_part_card(part) for part in sorted(run.parts.all(), key=lambda part: part.position)),
    )  # fmt: skip


def _part_card(part: ImportPart) -> PartCard:
    table = intake.get_table(part.table)
    refusals = tuple(
        RefusalCard(r.code, r.column, reason_in_words(r.code, r.column, table) if table else r.code, r.rows)
        for r in sorted(part.refusals.all(), key=lambda refusal: -refusal.rows)
    )
    file = refused_file(part) if part.refused else None
    return PartCard(
        part.position, part.table, part.file, 1.0 if part.finished_at else part.read / max(part.size, 1),
        part.rows, part.created, part.updated, part.unchanged, part.repeated, part.refused,
        refusals, str(file) if file and file.exists() else "", part.finished_at,
    )  # fmt: skip
