"""How good the customer record is, and the models that say who is who."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.components import Figure, Link
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.actions.looking import TOPIC, request_effect, request_training
from shopkeeper.customers.actions.training import activate_model
from shopkeeper.customers.queries.matching import find_last_look, list_models
from shopkeeper.customers.queries.quality import Quality, measure_quality
from shopkeeper.customers.queries.telling import tell_cause

TRAIN = "customers.train_models"
PRECISE, COMPLETE, REACHABLE, QUEUE_DAYS, NEEDED = 0.98, 0.90, 0.60, 7.0, 30
"""Targets. A wrong join shows one customer's purchases to another, so precision is asked for before completeness."""


@door("customers.view_quality")
def show_quality(request: PageRequest) -> HttpResponse:
    """The figures with their targets and owners, and the models."""
    quality, may_train = measure_quality(), request.actor.may(TRAIN)
    context: dict[str, Any] = {
        "quality": quality,
        "figures": list_figures(quality, now=clock.now()),
        "models": [(one, tell_cause(one.cause) if one.cause else "") for one in list_models()] if may_train else [],
        "look": find_last_look() if may_train else None,
        "may_train": may_train,
        "topic": TOPIC,
    }
    return render(request, "customers/quality.html", context)


@door(TRAIN)
def train(request: PageRequest) -> HttpResponse:
    """Train a model in the background."""
    request_training(by=request.actor, now=clock.now())
    messages.success(request, _("A model is being trained. It appears here in a few minutes and waits."))
    return redirect("customers:quality")


@door(TRAIN)
def look(request: PageRequest, version: int) -> HttpResponse:
    """Work out in the background what a model would change."""
    request_effect(version=version, by=request.actor, now=clock.now())
    return redirect("customers:quality")


@door(TRAIN)
def activate(request: PageRequest, version: int) -> HttpResponse:
    """Switch a model on."""
    activate_model(version=version, by=request.actor, now=clock.now())
    messages.success(
        request,
        _("Model %(version)s says who is who from now on. All records are looked at again now.") % {"version": version},
    )
    return redirect("customers:quality")


def list_figures(quality: Quality, *, now: datetime) -> list[Figure]:
    """Each figure with its target and who answers for it."""
    steward, marketing, judged = _("Data steward"), _("Marketing manager"), quality.judgment
    told, waits = _("pairs decided by people"), ngettext("pair waits", "pairs wait", quality.waiting.pairs)
    return [
        Figure(
            label=_("Records of people known"), value=quality.consolidation, unit="share", owner=steward,
            n=quality.records,
        ),
        Figure(
            label=_("Right when the model joins"), value=judged.precision, unit="share", better="up", target=PRECISE,
            n=judged.found + judged.confused, needed=NEEDED, n_word=told, owner=steward,
        ),
        Figure(
            label=_("Duplicates found"), value=judged.recall, unit="share", better="up", target=COMPLETE,
            n=judged.found + judged.missed, needed=NEEDED, n_word=told, owner=steward,
        ),
        Figure(
            label=_("Oldest pair waits"), value=round(quality.queue_days(now), 1), unit="days", better="down",
            target=QUEUE_DAYS, n=quality.waiting.pairs, n_word=waits, owner=steward,
            action=Link(_("Judge them"), reverse("customers:duplicates")) if quality.waiting.pairs else None,
        ),
        Figure(
            label=_("Marketing may reach them"), value=quality.reachable_share, unit="share", better="up",
            target=REACHABLE, n=quality.people, n_word=_("people"), owner=marketing,
        ),
    ]  # fmt: skip
