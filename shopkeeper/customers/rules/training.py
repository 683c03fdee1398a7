"""When another model is to be trained although nobody asked, and when one may be switched on."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shopkeeper.customers.contracts import ModelCause, ModelEffect, ModelReason, Outdated, Stock
from shopkeeper.customers.errors import (
    EffectOfOtherRecords,
    EffectOutdated,
    EffectTooOld,
    EffectUnknown,
    EffectUnseen,
    ModelCameBetween,
)
from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.engines.linkage import Model

ENOUGH_TO_TELL = 100
"""A column in fewer records is somebody trying it out."""

GREW = 4
"""So many times as many records as a model learned from make another shop: how seldom two of all are one person is no
more what it learned, and what it calls sure is less so."""

OPTIONAL = tuple(part.name for part in PERSONS.comparisons if part.optional)
"""What a model compares only where it saw it; each is named as the column of a record."""


EFFECT_HOLDS = timedelta(days=7)
"""So long what a model would change is news: records are corrected, and people decide, all the time."""

EFFECT_DRIFT = 0.05
"""By such a share the records may have become more or fewer since."""


_OUTDATED: dict[Outdated, type[EffectOutdated]] = {
    Outdated.OLD: EffectTooOld,
    Outdated.RECORDS: EffectOfOtherRecords,
    Outdated.MODEL: ModelCameBetween,
}


def find_cause(newest: Model | None, held: Mapping[str, int], *, learned_from: int, stored: int) -> ModelCause | None:
    """Why to train: `newest` cannot be read by this version of the program, learned from few of the records that there
    are by now, or never saw what they hold.

    :param held: column -> in how many records it is filled
    :param learned_from: how many records there were when `newest` was trained, of those that are `stored`
    """
    if newest is None:
        return ModelCause(ModelReason.OLD_VERSION)
    if stored >= GREW * learned_from:
        return ModelCause(ModelReason.GREW)
    unseen = tuple(name for name in OPTIONAL if name not in newest.weights and held.get(name, 0) >= ENOUGH_TO_TELL)
    return ModelCause(ModelReason.NEW_COLUMNS, unseen) if unseen else None


def find_outdated(effect: ModelEffect, *, records: Stock, now: datetime) -> Outdated | None:
    """Why an effect that was worked out does not hold any more; None while it does."""
    if effect.looked_at is None:
        return None
    if records.judged_since and effect.looked_at < records.judged_since:
        return Outdated.MODEL
    if abs(records.described - effect.records) > EFFECT_DRIFT * effect.records:
        return Outdated.RECORDS
    return Outdated.OLD if effect.looked_at < now - EFFECT_HOLDS else None


def check_effect_seen(
    effect: ModelEffect | None, *, seen_at: datetime | None, version: int, records: Stock, now: datetime
) -> None:
    """Whoever switches a model on has seen what it would change, of the records of now.

    :param seen_at: when the effect was worked out that was shown to them
    :raises EffectUnknown: when nobody worked it out
    :raises EffectOutdated: when it is a week old, a twentieth of the records is new, or another model came in between
    :raises EffectUnseen: when another one was shown, or none
    """
    if effect is None or effect.looked_at is None:
        raise EffectUnknown(version=version)
    if outdated := find_outdated(effect, records=records, now=now):
        raise _OUTDATED[outdated](version=version)
    if seen_at != effect.looked_at:
        raise EffectUnseen(version=version)
