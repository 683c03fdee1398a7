"""Where fixed rules alone decide, a model is trained by itself and proposed; people switch it on."""

from contextlib import suppress
from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.looking import look_at_effect
from shopkeeper.customers.actions.training import train_model
from shopkeeper.customers.models import MatchingModel, SourceRecord
from shopkeeper.engines.linkage import TooLittleToLearn

ENOUGH = 500
"""Of fewer records a model knows little but what is known beforehand: people may train one all the same."""

_GROWN = 2
"""Records have become so many times as many: what the proposed model knows is old."""


def propose_first_model(*, by: Actor, now: datetime) -> int:
    """Train the first model and work out what it would change; another one when there are far more records by then.

    Nobody's records move: who is who stays with fixed rules until somebody who saw the effect switches a model on.
    Gives how many effects were worked out. Records that teach nothing, such as bare numbers of customers, are left to
    fixed rules. Without a transaction around it, since it takes minutes; killed anywhere, it goes on where it was.
    """
    if MatchingModel.objects.exclude(activated_at=None).exists():
        return 0
    if has_enough():
        with suppress(TooLittleToLearn):
            train_model(by=by, now=now)
    return look_at_newest(by=by, now=now)


def look_at_newest(*, by: Actor, now: datetime) -> int:
    """Work out what the newest model would change, where nobody looked yet; gives how many effects were worked out."""
    newest = MatchingModel.objects.order_by("-version").only("version", "effect").first()
    if newest is None or newest.effect.get("looked_at"):
        return 0
    look_at_effect(version=newest.version, by=by, now=now)
    return 1


def has_enough() -> bool:
    """Whether there is more to learn from than any model has seen."""
    seen = MatchingModel.objects.order_by("-version").values_list("records", flat=True).first() or 0
    return SourceRecord.objects.filter(described=True, erased_at=None).count() >= max(ENOUGH, seen * _GROWN)
