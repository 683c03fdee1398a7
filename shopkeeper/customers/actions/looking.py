"""Long looks at models happen in the background: somebody asks, the worker works, the page shows what came out."""

from datetime import datetime

import msgspec

from shopkeeper.core import live
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.relinking import Tell, relink
from shopkeeper.customers.contracts import ModelEffect, RelinkCard
from shopkeeper.customers.errors import ModelNotFound
from shopkeeper.customers.events import EffectRequested, TrainingRequested
from shopkeeper.customers.models import MatchingModel
from shopkeeper.customers.queries.matching import take_stock

TOPIC = "matching-models"


@action
def request_training(*, by: Actor, now: datetime) -> None:
    """Ask for a model of today's records."""
    announce(TrainingRequested(reason="asked"), by=by, now=now)


@action
def request_effect(*, version: int, by: Actor, now: datetime) -> None:
    """Ask what a model would change.

    :raises ModelNotFound: when there is no such model
    """
    if not MatchingModel.objects.filter(version=version).update(effect=msgspec.to_builtins(ModelEffect())):
        raise ModelNotFound(version=version)
    announce(EffectRequested(version=version), by=by, now=now)
    live.tell(TOPIC)


def look_at_effect(*, version: int, by: Actor, now: datetime, tell: Tell | None = None) -> RelinkCard:
    """Work out what a model would change and keep it; without a transaction around it, since it takes minutes.

    :raises ModelNotFound: when there is no such model
    """
    seen = relink(by=by, now=now, version=version, only_look=True, tell=tell)
    keep_effect(version=version, seen=seen, by=by, now=now)
    return seen


@action
def keep_effect(*, version: int, seen: RelinkCard, by: Actor, now: datetime) -> None:
    """Write down what a model would change."""
    effect = ModelEffect(seen.people, seen.merged, seen.moved, looked_at=now, records=take_stock().described)
    MatchingModel.objects.filter(version=version).update(effect=msgspec.to_builtins(effect))
    live.tell(TOPIC)
