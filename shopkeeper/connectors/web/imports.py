"""Imports at the door: all of them, one of them, what it refused, and what the files tell."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.connectors.access import access_part, access_run
from shopkeeper.connectors.contracts import Knowledge, RunCard, RunState
from shopkeeper.connectors.knowledge import get_knowledge
from shopkeeper.connectors.queries import get_card, list_runs, refused_file
from shopkeeper.connectors.words import STATES, TONES
from shopkeeper.core import intake
from shopkeeper.core.components import Link
from shopkeeper.core.refusals import NotFound
from shopkeeper.core.web.doors import PageRequest, door


@door("connectors.view_imports")
def show_imports(request: PageRequest) -> HttpResponse:
    """The latest imports, and what can be told from what is there."""
    context = {
        "runs": [_shown(run) for run in list_runs(by=request.actor)],
        "knowledge": get_knowledge(by=request.actor),
        "may_run": request.actor.may("connectors.run_imports"),
    }
    return render(request, "connectors/imports.html", context)


@door("connectors.view_imports")
def show_import(request: PageRequest, number: str) -> HttpResponse:
    """One import; a draft leads to where it is described."""
    run = get_card(access_run(request.actor, number))
    if run.state is RunState.DRAFT:
        return redirect("connectors:draft", run.number)
    context = _shown(run) | {"crumbs": _crumbs(), "knowledge": _of_run(get_knowledge(by=request.actor), run)}
    return render(request, "connectors/import.html", context)


@door("connectors.view_imports")
def show_progress(request: PageRequest, number: str) -> HttpResponse:
    """How far it is: fetched again and again while it moves."""
    run = get_card(access_run(request.actor, number))
    context = _shown(run)
    if not run.is_moving:
        context |= {"knowledge": _of_run(get_knowledge(by=request.actor), run), "out_of_band": True}
    return render(request, "connectors/_progress.html", context)


def _of_run(knowledge: Knowledge, run: RunCard) -> Knowledge:
    """What this run has to do with; what is still missing stays."""
    touched = {part.table for part in run.parts if part.accepted}
    told = tuple(told for told in knowledge.told if touched & set(told.needs))
    return replace(knowledge, told=told, also=tuple(also for also in knowledge.also if also[0] in touched))


@door("connectors.view_imports")
def download_refused(request: PageRequest, number: str, position: int) -> HttpResponse:
    """The refused rows of one file as they came, each with why."""
    file = refused_file(access_part(request.actor, number, position))
    if not file.exists():
        raise NotFound(what=_("file"), key=file.name)
    # At most a hundred thousand rows are kept of a part, so the file is small enough to be given whole.
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.read_bytes(), content_type="text/csv", headers=headers)


@door("connectors.view_imports")
def show_formats(request: PageRequest) -> HttpResponse:
    """Every table that can be imported, with its columns."""
    return render(request, "connectors/formats.html", {"tables": intake.list_tables(), "crumbs": _crumbs()})


def _crumbs() -> list[Link]:
    return [Link(_("Imports"), "/imports/")]


def _shown(run: RunCard) -> dict[str, object]:
    return {"run": run, "state": _(STATES[run.state]), "tone": TONES.get(run.state, "")}
