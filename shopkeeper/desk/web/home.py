"""Each role's morning, and all that waits."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock, work
from shopkeeper.core.actors import ActorKind
from shopkeeper.core.web.doors import PUBLIC, SIGNED_IN, PageRequest, door
from shopkeeper.desk.actions import choose_numbers
from shopkeeper.desk.queries import get_morning, list_figures, list_own_figures, numbers_of
from shopkeeper.desk.store import find_store_of, get_store_day
from shopkeeper.desk.words import greeting
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization

log = logging.getLogger(__name__)


@door(PUBLIC)
def show_home(request: PageRequest) -> HttpResponse:
    """The morning of whoever is here; strangers are asked who they are."""
    if request.actor.kind is ActorKind.ANONYMOUS:
        return redirect("desk:who" if settings.DEMO else "account_login")
    now = clock.now()
    if store := find_store_of(request.actor):
        return _show_store(request, store, now=now)
    context = {
        "morning": get_morning(by=request.actor, now=now),
        "figures": list_own_figures(by=request.actor, now=now),
        "figures_title": _("How we stand"),
    }
    return render(request, "desk/home.html", context)


def _show_store(request: PageRequest, store: organization.OutletCard, *, now: datetime) -> HttpResponse:
    by = request.actor
    zone = ZoneInfo(organization.get_retailer().time_zone)
    context = {
        "greeting": greeting(by.name, now.astimezone(zone).hour),
        "day": get_store_day(store, by=by, now=now),
        "figures": list_figures(by=by, now=now),
    }
    return render(request, "desk/store.html", context)


@door(SIGNED_IN)
def show_work(request: PageRequest) -> HttpResponse:
    """Everything that waits for the reader."""
    return render(request, "desk/work.html", {"items": work.list_work(by=request.actor, now=clock.now())})


@door(SIGNED_IN)
def choose(request: PageRequest) -> HttpResponse:
    """Choose the numbers of one's own morning."""
    if request.method == "POST":
        choose_numbers(metrics=request.POST.getlist("metric"), by=request.actor, now=clock.now())
        return redirect("desk:home")
    chosen = numbers_of(request.actor)
    metrics = [(m.name, _(m.label), _(m.question), m.name in chosen) for m in insight.list_metrics()]
    return render(request, "desk/choose_numbers.html", {"metrics": metrics})
