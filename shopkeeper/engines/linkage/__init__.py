"""Record linkage: one model of weights, trained and applied in batch by Splink, evaluated a pair at a time without it.

Light to import: what is heavy is loaded where a training or a batch begins, so that web processes stay small.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from shopkeeper.engines.linkage.conditions import Form
from shopkeeper.engines.linkage.errors import ForeignModel, TooLittleToLearn
from shopkeeper.engines.linkage.grouping import Grouping
from shopkeeper.engines.linkage.lots import Lot
from shopkeeper.engines.linkage.model import (
    MOST_IN_A_KEY,
    STAMP,
    Anchor,
    Comparison,
    Configuration,
    Contradiction,
    Level,
    Model,
    bits_of,
    find_model,
    is_foreign,
    probability_of,
    read_model,
    write_model,
)
from shopkeeper.engines.linkage.scoring import CONTRADICTED, TOO_BARE, Scorer, Step, combine

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.crowding import Crowd
    from shopkeeper.engines.linkage.glancing import Glance
    from shopkeeper.engines.linkage.pool import Pool
    from shopkeeper.engines.linkage.signatures import Shelf, Signature


def open_pool(configuration: Configuration, columns: Sequence[str]) -> "Pool":
    """An empty pool for one look at many records; see `pool.Pool`. It is to be closed."""
    pool: Pool = importlib.import_module("shopkeeper.engines.linkage.pool").Pool(configuration, columns)
    return pool


def train(pool: "Pool") -> Model:
    """Learn the weights from the records of a pool, without labels; see `training.train`."""
    model: Model = importlib.import_module("shopkeeper.engines.linkage.training").train(pool)
    return model


def weigh_pairs(pool: "Pool", model: Model, *, at_least: float, tell: Callable[[int], None] | None = None) -> int:
    """Weigh all pairs of a pool that share a key, for `list_lots`; see `weighing.weigh`."""
    count: int = importlib.import_module("shopkeeper.engines.linkage.weighing").weigh(
        pool, model, at_least=at_least, tell=tell
    )
    return count


def make_signature(configuration: Configuration) -> "Signature":
    """What is kept of a record so that a glance tells most pairs; see `signatures.Signature`."""
    heavy = importlib.import_module("shopkeeper.engines.linkage.signatures")
    signature: Signature = heavy.Signature(configuration.comparisons)
    return signature


def open_shelf(signature: "Signature", *, room: int = 0) -> "Shelf":
    """Room for signatures of many records; see `signatures.Shelf`."""
    shelf: Shelf = importlib.import_module("shopkeeper.engines.linkage.signatures").Shelf(signature.layout, room)
    return shelf


def open_glance(scorer: Scorer, signature: "Signature") -> "Glance":
    """What gives up thousands of pairs at a time that cannot weigh enough; see `glancing.Glance`."""
    heavy = importlib.import_module("shopkeeper.engines.linkage.glancing")
    glance: Glance = heavy.Glance(scorer.start, scorer.bounds, signature)
    return glance


def count_crowd(keys: Iterable[int]) -> "Crowd":
    """How many pairs share one of these keys; see `crowding.count_crowd`."""
    crowd: Crowd = importlib.import_module("shopkeeper.engines.linkage.crowding").count_crowd(keys)
    return crowd


def list_lots(
    pool: "Pool", *, held: Iterable[str] = (), together: Iterable[tuple[int, int]] = (),
    bound: Iterable[tuple[str, str]] = (),
) -> Iterator[Lot]:  # fmt: skip
    """Records that hang together, lot by lot, once all pairs are weighed; see `components.list_lots`."""
    heavy = importlib.import_module("shopkeeper.engines.linkage.components")
    lots: Iterator[Lot] = heavy.list_lots(pool, held=held, together=together, bound=bound)
    return lots


__all__ = [
    "CONTRADICTED",
    "MOST_IN_A_KEY",
    "STAMP",
    "TOO_BARE",
    "Anchor",
    "Comparison",
    "Configuration",
    "Contradiction",
    "ForeignModel",
    "Form",
    "Grouping",
    "Level",
    "Lot",
    "Model",
    "Scorer",
    "Step",
    "TooLittleToLearn",
    "bits_of",
    "combine",
    "count_crowd",
    "find_model",
    "is_foreign",
    "list_lots",
    "make_signature",
    "open_glance",
    "open_pool",
    "open_shelf",
    "probability_of",
    "read_model",
    "train",
    "weigh_pairs",
    "write_model",
]
