"""Models for tests: trained or given, and where none is in force, looked at and switched on."""

from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions import filing, looking, training
from shopkeeper.customers.contracts import Judgment, ModelCard, RelinkCard
from shopkeeper.customers.queries.matching import get_model_card, has_model_in_force
from shopkeeper.engines import linkage


def train_for_use(*, by: Actor, now: datetime) -> ModelCard:
    """Learn from all records; the first model is switched on, the next one waits."""
    return _use(training.train_model(by=by, now=now), by=by, now=now)


def keep_for_use(model: linkage.Model, *, by: Actor, now: datetime) -> ModelCard:
    """The same with a model that was trained elsewhere."""
    return _use(training.keep_model(model=model, judgment=Judgment(), by=by, now=now), by=by, now=now, files=False)


def switch_on(version: int, *, by: Actor, now: datetime) -> None:
    """As somebody does who has seen what it would change."""
    seen = RelinkCard(version, people=0, merged=0, moved=0)
    looking.keep_effect(version=version, seen=seen, by=by, now=now)
    training.activate_model(version=version, seen_at=now, by=by, now=now)


def _use(card: ModelCard, *, by: Actor, now: datetime, files: bool = True) -> ModelCard:
    if not has_model_in_force():
        switch_on(card.version, by=by, now=now)
        if files:
            filing.file_records(by=by, now=now)
    return get_model_card(card.version)
