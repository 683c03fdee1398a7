"""Record linkage: one model of weights, trained and applied in batch by Splink, evaluated a pair at a time without it.

Light to import: what is heavy is loaded where a training or a batch begins, so that web processes stay small.
"""

import importlib
from collections.abc import Mapping, Sequence

from shopkeeper.engines.linkage.conditions import Form
from shopkeeper.engines.linkage.errors import ForeignModel, TooLittleToLearn
from shopkeeper.engines.linkage.grouping import Grouping
from shopkeeper.engines.linkage.model import (
    MOST_IN_A_KEY,
    Anchor,
    Comparison,
    Configuration,
    Level,
    Model,
    bits_of,
    find_model,
    probability_of,
    read_model,
    write_model,
)
from shopkeeper.engines.linkage.scoring import Scorer, Step, combine

Pair = tuple[int, int, float]


def train(forms: Sequence[Form], keys: Sequence[Mapping[str, int]], configuration: Configuration) -> Model:
    """Learn the weights from records in standard form, without labels; see `training.train`."""
    heavy = importlib.import_module("shopkeeper.engines.linkage.training")
    model: Model = heavy.train(forms, keys, configuration)
    return model


def predict(
    forms: Sequence[Form],
    keys: Sequence[Mapping[str, int]],
    configuration: Configuration,
    model: Model,
    *,
    at_least: float,
) -> list[Pair]:
    """All pairs that share a key and weigh so many bits against strangers; see `predicting.predict`."""
    heavy = importlib.import_module("shopkeeper.engines.linkage.predicting")
    pairs: list[Pair] = heavy.predict(forms, keys, configuration, model, at_least=at_least)
    return pairs


__all__ = [
    "MOST_IN_A_KEY",
    "Anchor",
    "Comparison",
    "Configuration",
    "ForeignModel",
    "Form",
    "Grouping",
    "Level",
    "Model",
    "Pair",
    "Scorer",
    "Step",
    "TooLittleToLearn",
    "bits_of",
    "combine",
    "find_model",
    "predict",
    "probability_of",
    "read_model",
    "train",
    "write_model",
]
