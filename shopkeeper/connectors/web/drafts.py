"""Drafts at the door: hand files over, say what they mean, see the first rows as they are understood, import them."""

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.connectors.access import access_run
from shopkeeper.connectors.actions import describe_run, draft_run, request_run
from shopkeeper.connectors.errors import InvalidMapping
from shopkeeper.connectors.models import ImportRun
from shopkeeper.connectors.queries import get_card
from shopkeeper.connectors.rehearsals import rehearse
from shopkeeper.connectors.sketches import describe_files, list_former_mappings, sketch
from shopkeeper.connectors.uploads import keep_files
from shopkeeper.core import clock
from shopkeeper.core.components import Link
from shopkeeper.core.web.doors import PageRequest, door


@require_POST
@door("connectors.run_imports")
def open_draft(request: PageRequest) -> HttpResponse:
    """Take the files; what they mean is said on the next page."""
    by, now = request.actor, clock.now()
    run = ImportRun.objects.get(number=draft_run(by=by, now=now))
    folder = keep_files(run, request.FILES.getlist("files"))
    describe_run(run_id=run.id, source="", mapping="", folder=folder, by=by, now=now)
    return redirect("connectors:draft", run.number)


@door("connectors.run_imports")
def show_draft(request: PageRequest, number: str) -> HttpResponse:
    """The files of a draft with their columns, and the mapping beside its effect."""
    run = access_run(request.actor, number)
    if run.confirmed_at:
        return redirect("connectors:import", run.number)
    found = describe_files(run)
    context = {
        "run": get_card(run),
        "files": found,
        "mapping": run.mapping or sketch(found),
        "former": list_former_mappings(),
        "crumbs": [Link(_("Imports"), "/imports/")],
    }
    return render(request, "connectors/draft.html", context)


@require_POST
@door("connectors.run_imports")
def try_draft(request: PageRequest, number: str) -> HttpResponse:
    """Keep what was said of the files, and show what their first rows would become."""
    run = _described(request, number)
    name = "mapping.yaml" if run.mapping else ""
    said: dict[str, Any] = {"source": run.source, "mapping": run.mapping, "mapping_name": name}
    try:
        parts = rehearse(folder=Path(run.folder), **said, by=request.actor, now=clock.now())
    except InvalidMapping as refusal:
        complaints = {"complaints": refusal.sentence().splitlines()}
        response = render(request, "connectors/_complaints.html", complaints, status=refusal.status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#rehearsal", "innerHTML"
        return response
    return render(request, "connectors/_rehearsal.html", {"parts": parts})


@require_POST
@door("connectors.run_imports")
def start_draft(request: PageRequest, number: str) -> HttpResponse:
    """Let a worker import the files as they were described."""
    run = _described(request, number)
    request_run(run_id=run.id, by=request.actor, now=clock.now())
    return redirect("connectors:import", run.number)


def _described(request: PageRequest, number: str) -> ImportRun:
    run = access_run(request.actor, number)
    mapping = request.POST.get("mapping", "").replace("\r\n", "\n").strip()
    source = request.POST.get("source", "").strip()
    describe_run(run_id=run.id, source=source, mapping=mapping, by=request.actor, now=clock.now())
    return access_run(request.actor, number)
