"""When another model is to be trained although nobody asked: what the newest one knows is not what there is."""

from collections.abc import Mapping

from shopkeeper.customers.contracts import ModelCause, ModelReason
from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.engines.linkage import Model

ENOUGH_TO_TELL = 100
"""A column in fewer records is somebody trying it out."""

OPTIONAL = tuple(part.name for part in PERSONS.comparisons if part.optional)
"""What a model compares only where it saw it; each is named as the column of a record."""


def find_cause(newest: Model | None, held: Mapping[str, int]) -> ModelCause | None:
    """Why to train: `newest` cannot be read by this version of the program, or never saw what records hold by now.

    :param held: column -> in how many records it is filled
    """
    if newest is None:
        return ModelCause(ModelReason.OLD_VERSION)
    unseen = tuple(name for name in OPTIONAL if name not in newest.weights and held.get(name, 0) >= ENOUGH_TO_TELL)
    return ModelCause(ModelReason.NEW_COLUMNS, unseen) if unseen else None
