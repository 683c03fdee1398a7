"""How the machinery does: timers, failed work, and the audit trail."""

from django.http import HttpResponse
from django.shortcuts import render

from shopkeeper.core import audit
from shopkeeper.core.web.doors import PageRequest, door


@door("core.view_system")
def show_system(request: PageRequest) -> HttpResponse:
    """Timers with their last run, work that fails, now or for good, and the newest events."""
    context = {
        "timers": audit.list_timers(by=request.actor),
        "retries": audit.list_retries(by=request.actor),
        "failures": audit.list_failures(by=request.actor),
        "events": audit.list_events(by=request.actor, name=request.GET.get("name", "")),
    }
    return render(request, "desk/system.html", context)
