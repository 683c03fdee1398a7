"""How good the customer record is, and the models that say who is who."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.actions.looking import TOPIC, request_effect, request_training
from shopkeeper.customers.actions.training import activate_model
from shopkeeper.customers.contracts import ModelCard
from shopkeeper.customers.figures import list_figures
from shopkeeper.customers.queries.blocking import find_comparisons
from shopkeeper.customers.queries.matching import find_last_look, list_models
from shopkeeper.customers.queries.quality import measure_quality
from shopkeeper.customers.queries.telling import tell_cause, tell_outdated
from shopkeeper.customers.words import BLOCKING

TRAIN = "customers.train_models"


@door("customers.view_quality")
def show_quality(request: PageRequest) -> HttpResponse:
    """The figures with their targets and owners, and the models."""
    quality, may_train = measure_quality(), request.actor.may(TRAIN)
    counted = find_comparisons() if may_train else None
    context: dict[str, Any] = {
        "quality": quality,
        "figures": list_figures(quality, now=clock.now()),
        "models": _list_models(clock.now()) if may_train else [],
        "look": find_last_look() if may_train else None,
        "comparisons": counted,
        "rules": [(rule, BLOCKING[rule.rule]) for rule in counted.rules] if counted else [],
        "may_train": may_train,
        "may_rule": request.actor.may("customers.set_matching_rules"),
        "topic": TOPIC,
    }
    return render(request, "customers/quality.html", context)


def _list_models(now: datetime) -> list[tuple[ModelCard, str, str]]:
    """Each with why it trained itself, and why its effect is to be worked out again."""
    return [
        (
            one,
            tell_cause(one.cause) if one.cause else "",
            tell_outdated(one.outdated) if one.outdated else "",
        )
        for one in list_models(now=now)
    ]


@require_POST
@door(TRAIN)
def train(request: PageRequest) -> HttpResponse:
    """Train a model in the background."""
    request_training(by=request.actor, now=clock.now())
    messages.success(request, _("A model is being trained. It appears here in a few minutes and waits."))
    return redirect("customers:quality")


@require_POST
@door(TRAIN)
def look(request: PageRequest, version: int) -> HttpResponse:
    """Work out in the background what a model would change."""
    request_effect(version=version, by=request.actor, now=clock.now())
    return redirect("customers:quality")


@require_POST
@door(TRAIN)
def activate(request: PageRequest, version: int) -> HttpResponse:
    """Switch a model on."""
    seen_at = parse_datetime(request.POST.get("seen", "")[:40])
    activate_model(version=version, seen_at=seen_at, by=request.actor, now=clock.now())
    messages.success(
        request,
        _("Model %(version)s says who is who from now on. All records are looked at again now.") % {"version": version},
    )
    return redirect("customers:quality")
