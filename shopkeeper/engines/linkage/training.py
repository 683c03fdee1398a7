"""Weights learned from records without labels: Splink draws random pairs and compares all that share a key."""

from collections.abc import Mapping, Sequence
from math import ceil

import duckdb
import numpy as np
from numpy.typing import NDArray
from splink import Linker

from shopkeeper.engines.linkage.conditions import Form
from shopkeeper.engines.linkage.errors import TooLittleToLearn
from shopkeeper.engines.linkage.learning import Extent, Learned, Numbers, Observed, Places, learn
from shopkeeper.engines.linkage.model import FORMAT, Comparison, Configuration, Model, Weight
from shopkeeper.engines.linkage.predicting import make_linker
from shopkeeper.engines.linkage.tables import (
    columns_with_values,
    count_candidates,
    frequencies_of,
    open_duckdb,
    rare_columns,
    register_forms,
)

Columns = Mapping[str, np.ndarray]
Flags = NDArray[np.bool_]

_RANDOM_PAIRS = 1_000_000
_OBSERVED_PAIRS = 2_000_000
_SEED = 20_261
_LEAST_RECORDS = 20


def train(forms: Sequence[Form], keys: Sequence[Mapping[str, int]], configuration: Configuration) -> Model:
    """Learn the weights of a configuration from records in standard form; no pair needs to be known beforehand.

    :raises TooLittleToLearn: when there are hardly any records, or none share a key
    """
    if len(forms) < _LEAST_RECORDS:
        raise TooLittleToLearn(records=len(forms))
    with open_duckdb() as connection:
        register_forms(connection, forms, keys, configuration)
        before = believe(connection, configuration, len(forms))
        known = columns_with_values(connection, configuration.columns)
        usable = [part for part in configuration.comparisons if known.intersection(part.columns[:1])]
        linker = make_linker(connection, configuration, before, only={part.name for part in usable}, explain=True)
        observed, extent = _observe(connection, linker, configuration, usable, len(forms))
        if not observed or not len(observed[0].places):
            raise TooLittleToLearn(records=len(forms))
        return _write_down(before, learn(observed, extent))


def believe(connection: duckdb.DuckDBPyConnection, configuration: Configuration, records: int) -> Model:
    """What is known beforehand, with the frequencies of these records."""
    rare = {column: frequencies_of(connection, column) for column in rare_columns(configuration)}
    pairs = max(records * (records - 1) / 2, 1)
    return Model(
        format=FORMAT,
        fingerprint=configuration.fingerprint,
        one=min(0.01, 0.3 / records),
        close=0.25 * records / pairs,
        weights={
            part.name: [Weight(level.m, level.u, level.kin) for level in part.levels]
            for part in configuration.comparisons
        },
        frequencies={column: known for column, (known, _) in rare.items()},
        least={column: least for column, (_, least) in rare.items()},
        records=records,
        pairs=0.0,
    )


def _observe(
    connection: duckdb.DuckDBPyConnection,
    linker: Linker,
    configuration: Configuration,
    usable: list[Comparison],
    records: int,
) -> tuple[list[Observed], Extent]:
    linker.training.estimate_u_using_random_sampling(
        max_pairs=_RANDOM_PAIRS, seed=_SEED, num_chunks=1, min_count_per_level=None
    )
    said = {
        row["output_column_name"]: row["comparison_levels"][1:]
        for row in linker.misc.save_model_to_json()["comparisons"]
    }
    random = {name: np.array([level.get("u_probability") or 0.0 for level in levels]) for name, levels in said.items()}
    parts = ceil(count_candidates(connection) / _OBSERVED_PAIRS)
    found = linker.inference.predict_chunk((1, parts), (1, 1), warning_mode="never")
    columns = connection.execute(f"SELECT * FROM {found.physical_name}").fetchnumpy()
    places = {part.name: _places(part, columns) for part in usable}
    observed = [
        Observed(
            part,
            places[part.name],
            _rarity(part, places[part.name], columns, random[part.name]),
            random[part.name],
            _anchored(part, configuration, usable, places),
        )
        for part in usable
    ]
    return observed, Extent(records, 1 / parts, min(_RANDOM_PAIRS, records * (records - 1) / 2))


def _places(part: Comparison, columns: Columns) -> Places:
    """Splink counts levels from the last one up."""
    gamma = columns[f"gamma_{part.name}"].astype(np.int16)
    return np.where(gamma < 0, -1, len(part.levels) - 1 - gamma).astype(np.int16)


def _rarity(part: Comparison, places: Places, columns: Columns, random: Numbers) -> Numbers:
    """Splink gives rarity as what it adds to a level's weight; here it stands for all that speaks of strangers."""
    rarity = np.full(len(places), np.nan)
    counts = np.array([bool(level.rare) for level in part.levels] + [False])[places]
    if counts.any():
        added = np.ma.filled(columns[f"mw_tf_adj_{part.name}"].astype(np.float64), 0.0)
        base = np.log2(np.append(np.maximum(random, 1e-300), 1.0))[places]
        rarity[counts] = (added - base)[counts]
    return rarity


def _anchored(
    part: Comparison, configuration: Configuration, usable: list[Comparison], places: dict[str, Places]
) -> Flags:
    """Which pairs may teach of this attribute: those of its anchor, where the records have what the anchor looks at."""
    named = {anchor.comparison: anchor for anchor in configuration.anchors}
    anchor = named.get(part.name, named.get(""))
    found = np.zeros(len(places[part.name]), dtype=bool)
    looked_at = [(other, levels) for other, levels in (anchor.holds if anchor else ()) if other in places]
    for other, levels in looked_at:
        [comparison] = [candidate for candidate in usable if candidate.name == other]
        wanted = [place for place, level in enumerate(comparison.levels) if level.name in levels]
        found |= np.isin(places[other], wanted)
    return found if looked_at else ~found


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
