"""Weights learned from records without labels: Splink draws random pairs, those that share a key are compared."""

from math import ceil

import numpy as np
from numpy.typing import NDArray

from shopkeeper.engines.linkage.errors import TooLittleToLearn
from shopkeeper.engines.linkage.learning import Extent, Learned, Numbers, Observed, Patterns, Places, learn
from shopkeeper.engines.linkage.model import FORMAT, Anchor, Comparison, Configuration, Model, Weight
from shopkeeper.engines.linkage.pool import Pool
from shopkeeper.engines.linkage.splink_linker import make_linker
from shopkeeper.engines.linkage.statements import rare_columns, write_rarity

Flags = NDArray[np.bool_]

_RANDOM_PAIRS = 1_000_000
_OBSERVED_PAIRS = 1_500_000
_RARITY_STEP = 0.125
"""Bits to which the rarity of a pair's values is rounded, so that pairs alike are looked at together."""
_SEED = 20_261
_LEAST_RECORDS = 20
_NO_ANCHOR = Anchor("", ())


def train(pool: Pool) -> Model:
    """Learn the weights of a configuration from records in standard form; no pair needs to be known beforehand.

    :raises TooLittleToLearn: when there are hardly any records, they say nothing, or none share a key
    """
    usable = [part for part in pool.configuration.comparisons if _is_known(pool, part.columns[0])]
    if pool.size < _LEAST_RECORDS or not usable:
        raise TooLittleToLearn(records=pool.size)
    before = believe(pool)
    pairs = pool.file()
    pool.write_forms(before)
    random = _draw(pool, before, usable)
    parts = max(ceil(pairs / _OBSERVED_PAIRS), 1)
    pool.compare(part=0, parts=parts)
    patterns = _observe(pool, before, usable, random)
    if not len(patterns.counts):
        raise TooLittleToLearn(records=pool.size)
    drawn = min(_RANDOM_PAIRS, pool.size * (pool.size - 1) / 2)
    return _write_down(before, learn(patterns, Extent(pool.size, 1 / parts, drawn)))


def believe(pool: Pool) -> Model:
    """What is known beforehand, with the frequencies of these records."""
    configuration, records = pool.configuration, pool.size
    believed = [part for part in configuration.comparisons if not part.optional or _is_known(pool, part.columns[0])]
    rare = {column: pool.measure_frequencies(column) for column in rare_columns(believed)}
    pairs = max(records * (records - 1) / 2, 1)
    return Model(
        format=FORMAT,
        fingerprint=configuration.fingerprint,
        one=min(0.01, 0.3 / records),
        close=0.25 * records / pairs,
        weights={part.name: [Weight(level.m, level.u, level.kin) for level in part.levels] for part in believed},
        frequencies={column: known for column, (known, _) in rare.items()},
        least={column: least for column, (_, least) in rare.items()},
        records=records,
        pairs=0.0,
    )


def _is_known(pool: Pool, column: str) -> bool:
    """Whether at least two records fill it."""
    return int(pool.fetch(f'SELECT count("{column}") AS known FROM records')["known"][0]) > 1


def _draw(pool: Pool, before: Model, usable: list[Comparison]) -> dict[str, Numbers]:
    """How often each level of each attribute is met in pairs picked at random."""
    linker = make_linker(pool.database, pool.configuration, before, only={part.name for part in usable})
    linker.training.estimate_u_using_random_sampling(
        max_pairs=_RANDOM_PAIRS, seed=_SEED, num_chunks=1, min_count_per_level=None
    )
    said = {
        row["output_column_name"]: row["comparison_levels"][1:]
        for row in linker.misc.save_model_to_json()["comparisons"]
    }
    return {name: np.array([level.get("u_probability") or 0.0 for level in levels]) for name, levels in said.items()}


def _observe(pool: Pool, before: Model, usable: list[Comparison], random: dict[str, Numbers]) -> Patterns:
    """The pairs that were compared, those that look alike counted together; in a fixed order, so that sums repeat."""
    names = ", ".join(f'"{part.name}"' for part in usable)
    rarity = write_rarity(pool.configuration.weighed_by(before))
    columns = pool.fetch(
        f"SELECT {names}, rarity, count(*) AS pairs FROM (SELECT {names}, "
        f"round(({rarity}) / {_RARITY_STEP}) * {_RARITY_STEP} AS rarity FROM compared) "
        "GROUP BY ALL ORDER BY ALL"
    )
    places = {part.name: columns[part.name].astype(np.int16) for part in usable}
    two = _find(pool.configuration.two, usable, places)
    observed = [
        Observed(part, places[part.name], random[part.name], _anchored(part, pool.configuration, usable, places), two)
        for part in usable
    ]
    return Patterns(observed, columns["rarity"].astype(np.float64), columns["pairs"].astype(np.float64))


def _anchored(
    part: Comparison, configuration: Configuration, usable: list[Comparison], places: dict[str, Places]
) -> Flags:
    """Which pairs may teach of this attribute: those of its anchor, where the records have what the anchor looks at."""
    named = {anchor.comparison: anchor for anchor in configuration.anchors}
    anchor = named.get(part.name, named.get("", _NO_ANCHOR))
    found = _find(anchor, usable, places)
    return found if any(other in places for other, _ in anchor.holds) else ~found


def _find(anchor: Anchor, usable: list[Comparison], places: dict[str, Places]) -> Flags:
    """The pairs that meet one of the levels of an anchor."""
    found = np.zeros(len(next(iter(places.values()))), dtype=bool)
    for other, levels in anchor.holds:
        for comparison in usable:
            if comparison.name == other:
                wanted = [place for place, level in enumerate(comparison.levels) if level.name in levels]
                found |= np.isin(places[other], wanted)
    return found


def _write_down(before: Model, learned: Learned) -> Model:
    """The learned weights; attributes that no record had keep what is believed of them."""
    weights = dict(before.weights)
    for name in learned.m:
        rows = zip(learned.m[name], learned.u[name], learned.kin[name], strict=True)
        weights[name] = [Weight(float(m), float(u), float(kin)) for m, u, kin in rows]
    return Model(
        format=before.format,
        fingerprint=before.fingerprint,
        one=learned.one,
        close=learned.close,
        weights=weights,
        frequencies=before.frequencies,
        least=before.least,
        records=before.records,
        pairs=learned.pairs,
    )
