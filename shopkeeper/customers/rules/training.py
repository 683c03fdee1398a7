"""When another model is to be trained although nobody asked: what the newest one knows is not what there is."""

from collections.abc import Mapping

from shopkeeper.customers.contracts import ModelCause, ModelReason
from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.engines.linkage import Model

ENOUGH_TO_TELL = 100
"""A column in fewer records is somebody trying it out."""

GREW = 4
"""So many times as many records as a model learned from make another shop: how seldom two of all are one person is no
more what it learned, and what it calls sure is less so."""

OPTIONAL = tuple(part.name for part in PERSONS.comparisons if part.optional)
"""What a model compares only where it saw it; each is named as the column of a record."""


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
