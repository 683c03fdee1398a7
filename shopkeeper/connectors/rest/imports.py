"""REST routes of the imports."""

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from shopkeeper.connectors.access import access_part, access_run
from shopkeeper.connectors.actions import describe_run, draft_run, request_run
from shopkeeper.connectors.knowledge import get_knowledge
from shopkeeper.connectors.models import ImportRun
from shopkeeper.connectors.queries import get_card, list_runs, refused_file
from shopkeeper.connectors.rehearsals import rehearse
from shopkeeper.connectors.uploads import discard, keep_files
from shopkeeper.core import clock, intake
from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import NotFound
from shopkeeper.core.web.rest import permitted, respond

_routes = Router()


def add_to(router: Router) -> None:
    """Offer these routes."""
    router.add_router("", _routes)


@_routes.get("/imports", summary="The latest imports, newest first")
@permitted("connectors.view_imports")
def show_imports(request: Any) -> HttpResponse:
    """Each with its parts and what they refused."""
    return respond(list_runs(by=request.auth))


@_routes.post("/imports", summary="Import files in the background, or try their first rows")
@permitted("connectors.run_imports")
def start_import(
    request: Any, files: File[list[UploadedFile]], mapping: Form[str] = "", source: Form[str] = "",
    dry_run: Form[bool] = False,
) -> HttpResponse:  # fmt: skip
    """Without a mapping, files and columns are canonical by name. With `dry_run`, nothing is kept."""
    by, now = request.auth, clock.now()
    run = ImportRun.objects.get(number=draft_run(by=by, now=now))
    folder = keep_files(run, files)
    describe_run(run_id=run.id, source=source, mapping=mapping, folder=folder, by=by, now=now)
    if dry_run:
        return _respond_with_trial(run, folder, source, mapping, by)
    request_run(run_id=run.id, by=by, now=now)
    return respond(get_card(access_run(by, run.number)), status=202)


def _respond_with_trial(run: ImportRun, folder: Path, source: str, mapping: str, by: Actor) -> HttpResponse:
    name = "mapping.yaml" if mapping else ""
    try:
        said = rehearse(folder=folder, source=source, mapping=mapping, mapping_name=name, by=by, now=clock.now())
    finally:
        discard(run)
    return respond(said)


@_routes.get("/imports/{number}", summary="One import")
@permitted("connectors.view_imports")
def show_import(request: Any, number: str) -> HttpResponse:
    """How far it is, what is in, what was refused and why."""
    return respond(get_card(access_run(request.auth, number)))


@_routes.get("/imports/{number}/refused/{position}", summary="The refused rows of one file, as CSV")
@permitted("connectors.view_imports")
def show_refused(request: Any, number: str, position: int) -> HttpResponse:
    """The rows as they came, each with why."""
    file = refused_file(access_part(request.auth, number, position))
    if not file.exists():
        raise NotFound(what="file", key=file.name)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.read_bytes(), content_type="text/csv", headers=headers)


@_routes.get("/import-formats", summary="The tables and columns that can be imported")
@permitted("connectors.view_imports")
def show_formats(request: Any) -> HttpResponse:
    """Each table with its columns, and what it tells once it is there."""
    there = get_knowledge(by=request.auth).there
    tables = [
        {
            "table": t.name,
            "description": t.description,
            "columns": t.all_columns,
            "tells": t.tells,
            "is_there": t.name in there,
        }
        for t in intake.list_tables()
    ]
    return respond(tables)


@_routes.get("/import-knowledge", summary="What can be told from what is there, and which file would tell more")
@permitted("connectors.view_imports")
def show_knowledge(request: Any) -> HttpResponse:
    """Worked out from what each metric needs."""
    return respond(get_knowledge(by=request.auth))
