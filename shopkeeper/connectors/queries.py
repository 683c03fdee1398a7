"""Reads of the imports."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from shopkeeper.connectors.contracts import (
    EndpointCard,
    EndpointState,
    MessageCard,
    PartCard,
    RefusalCard,
    RunCard,
    RunState,
)
from shopkeeper.connectors.errors import EndpointNotFound
from shopkeeper.connectors.models import ImportPart, ImportRun, WebhookEndpoint, WebhookMessage
from shopkeeper.connectors.words import reason_in_words
from shopkeeper.core import intake
from shopkeeper.core.actors import Actor

_IS_LOCKED = """
SELECT EXISTS (SELECT FROM pg_locks, hashtextextended(%s, 0) AS key WHERE locktype = 'advisory' AND objsubid = 1
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND (classid::bigint << 32 | objid::bigint) = key)"""


def get_card(run: ImportRun) -> RunCard:
    """A run with its parts, as people see it."""
    return RunCard(
        id=run.id, number=run.number, source=run.source, folder=run.folder, mapping_name=run.mapping_name,
        state=state_of(run), requested_at=run.requested_at, requested_by=run.requested_by,
        started_at=run.started_at, finished_at=run.finished_at, failure=run.failure, mapping=run.mapping,
        in_background=run.in_background,
        parts=tuple(_part_card(part) for part in sorted(run.parts.all(), key=lambda part: part.position)),
    )  # fmt: skip


def list_runs(*, by: Actor, limit: int = 50) -> list[RunCard]:
    """The latest runs, newest first."""
    by.require("connectors.view_imports")
    runs = ImportRun.objects.prefetch_related("parts__refusals", "parts__run").order_by("-requested_at", "-id")
    return [get_card(run) for run in runs[:limit]]


def home_of(run: ImportRun) -> Path:
    """Where a run keeps its own files."""
    folder = files_of(run)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def files_of(run: ImportRun) -> Path:
    """The same folder, whether it is there or not."""
    folder: Path = settings.HOME.media / "imports" / run.number
    return folder


def refused_file(part: ImportPart) -> Path:
    """The refused rows of a part as they came, each with why."""
    return home_of(part.run) / f"refused-{part.position}-{part.table}.csv"


def lock_key(run: ImportRun) -> str:
    """The name of the lock that whoever works on a run holds."""
    return f"import:{run.id}"


def state_of(run: ImportRun) -> RunState:
    """Where a run is."""
    if run.finished_at:
        return RunState.FINISHED
    if run.failed_at:
        return RunState.FAILED
    if not run.started_at:
        return RunState.WAITING if run.confirmed_at else RunState.DRAFT
    return RunState.RUNNING if _is_worked_on(run) else RunState.INTERRUPTED


def _is_worked_on(run: ImportRun) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_IS_LOCKED, [lock_key(run)])
        return bool(cursor.fetchone()[0])


def _part_card(part: ImportPart) -> PartCard:
    table = intake.get_table(part.table)
    refusals = tuple(
        RefusalCard(r.code, r.column, reason_in_words(r.code, r.column, table) if table else r.code, r.rows)
        for r in sorted(part.refusals.all(), key=lambda refusal: (-refusal.rows, refusal.code, refusal.column))
    )
    file = refused_file(part) if part.refused else None
    return PartCard(
        part.position, part.table, part.file, 1.0 if part.finished_at else part.read / max(part.size, 1), part.size,
        part.records, part.rows, part.created, part.updated, part.unchanged, part.repeated, part.refused,
        refusals, str(file) if file and file.exists() else "", part.finished_at,
    )  # fmt: skip


def list_endpoints(*, by: Actor) -> list[EndpointCard]:
    """Everybody who is told of events, by name."""
    by.require("connectors.manage_webhooks")
    return [_endpoint_card(row) for row in WebhookEndpoint.objects.order_by("name", "id")]


def get_endpoint(endpoint_id: UUID, *, by: Actor) -> EndpointCard:
    """One of them.

    :raises EndpointNotFound: when there is none
    """
    by.require("connectors.manage_webhooks")
    row = WebhookEndpoint.objects.filter(pk=endpoint_id).first()
    if row is None:
        raise EndpointNotFound(key=endpoint_id)
    return _endpoint_card(row)


def list_messages(endpoint_id: UUID, *, failed: bool = False, limit: int = 50, by: Actor) -> list[MessageCard]:
    """The newest messages of an endpoint; with `failed` those that were tried and did not arrive."""
    by.require("connectors.manage_webhooks")
    rows = WebhookMessage.objects.filter(endpoint=endpoint_id).order_by("-sequence")
    rows = rows.filter(delivered_at=None).exclude(failure="") if failed else rows
    return [
        MessageCard(
            row.id, row.sequence, row.event_id, row.event_name, row.event_at, row.tries, row.tried_at, row.status,
            row.failure, row.delivered_at,
        )
        for row in rows[:limit]
    ]  # fmt: skip


def _endpoint_card(row: WebhookEndpoint) -> EndpointCard:
    waiting = row.messages.filter(delivered_at=None).count()
    first = row.messages.order_by("sequence").values_list("sequence", flat=True).first()
    return EndpointCard(
        row.id, row.name, row.url, tuple(row.events), _endpoint_state(row), row.made_at, row.paused_at,
        row.last_sequence, first, waiting, row.next_try_at, row.former_until,
    )  # fmt: skip


def _endpoint_state(row: WebhookEndpoint) -> EndpointState:
    if row.paused_at is not None:
        return EndpointState.PAUSED if row.paused_by else EndpointState.SILENT
    return EndpointState.FAILING if row.tries else EndpointState.HEALTHY
