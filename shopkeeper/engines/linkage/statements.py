"""A configuration and its weights as SQL over pairs of forms: at which level an attribute is, and what it weighs."""

import math
from collections.abc import Collection, Sequence

from shopkeeper.engines.linkage.hastening import hasten
from shopkeeper.engines.linkage.model import Comparison, Configuration, Met, Model, Weight

_UNLIMITED = "CAST('infinity' AS DOUBLE)"


def rare_columns(comparisons: Sequence[Comparison]) -> list[str]:
    """The columns whose values count for more the rarer they are."""
    return sorted({level.rare for comparison in comparisons for level in comparison.levels if level.rare})


def write_levels(comparison: Comparison) -> str:
    """The place of the first level that holds between `l` and `r`, -1 where the attribute is missing."""
    rungs = " ".join(
        f"WHEN {hasten(level.condition)} THEN {place}"
        for place, level in enumerate(comparison.levels)
        if level.condition
    )
    steps = f"CASE WHEN {hasten(comparison.missing)} THEN -1 {rungs} ELSE {len(comparison.levels) - 1} END"
    return f'CAST({steps} AS TINYINT) AS "{comparison.name}"'


def write_weights(configuration: Configuration, model: Model) -> tuple[str, str]:
    """What the levels of a pair weigh against strangers, and against close ones, as two sums.

    A level of rarity weighs what its value's `rare_` column says: minus the binary logarithm of its frequency.
    """
    strangers, close = [repr(model.prior_bits)], [repr(model.close_bits)]
    for part in configuration.weighed_by(model):
        weights = model.weights[part.name]
        strangers.append(write_choice(part, [write_bits(part, place, row) for place, row in enumerate(weights)]))
        close.append(write_choice(part, [repr(math.log2(row.m / row.kin)) for row in weights]))
    return " + ".join(strangers), " + ".join(close)


def write_most(configuration: Configuration, model: Model) -> str:
    """What a pair weighs at most, in bits: not much where nothing but what is bare speaks for it, or where it is
    contradicted.
    """
    limits = [
        (f"NOT ({_write_support(configuration, model)})", configuration.most_bare),
        (_write_contradiction(configuration, model), configuration.contradiction.most),
    ]
    cases = ", ".join(f"CASE WHEN {condition} THEN {most!r} ELSE {_UNLIMITED} END" for condition, most in limits)
    return f"least({cases})"


def _write_support(configuration: Configuration, model: Model) -> str:
    """Whether anything speaks for one that is not bare; always, where nothing is."""
    if not configuration.bare:
        return "true"
    return " OR ".join(
        f"{write_choice(part, _weigh_beyond(configuration, part, model.weights[part.name]))} > 0"
        for part in configuration.weighed_by(model)
    )


def _write_contradiction(configuration: Configuration, model: Model) -> str:
    against = configuration.contradiction
    contradicted_by = configuration.contradicted_by(model)
    met, unless = (_write_met(configuration, model, some) for some in (contradicted_by, against.unless))
    return f"({met}) AND NOT ({unless})"


def _write_met(configuration: Configuration, model: Model, some: Collection[Met]) -> str:
    """Whether one of these degrees of agreement is met; never, where there are none."""
    tests = [
        f'"{part.name}" = {place}'
        for part in configuration.weighed_by(model)
        for place, level in enumerate(part.levels)
        if (part.name, level.name) in some
    ]
    return " OR ".join(tests) or "false"


def _weigh_beyond(configuration: Configuration, part: Comparison, weights: list[Weight]) -> list[str]:
    return [
        "0" if (part.name, level.name) in configuration.bare else write_bits(part, place, row)
        for place, (level, row) in enumerate(zip(part.levels, weights, strict=True))
    ]


def write_rarity(comparisons: Sequence[Comparison]) -> str:
    """What the rarity of all values on which a pair agrees weighs."""
    parts = [
        f'CASE WHEN "{part.name}" = {place} THEN "rare_{level.rare}" ELSE 0 END'
        for part in comparisons
        for place, level in enumerate(part.levels)
        if level.rare
    ]
    return " + ".join(parts) or "0"


def write_bits(part: Comparison, place: int, row: Weight, side: str = "") -> str:
    """What a level adds against strangers; of a rare value by its column (`side`: "l." where forms are joined)."""
    rare = part.levels[place].rare
    return f'{math.log2(row.m)!r} + {side}"rare_{rare}"' if rare else repr(math.log2(row.m / row.u))


def write_choice(part: Comparison, bits: Sequence[str]) -> str:
    """What belongs to the level of an attribute; nothing where it is missing."""
    cases = " ".join(f"WHEN {place} THEN {said}" for place, said in enumerate(bits))
    return f'CASE "{part.name}" {cases} ELSE 0 END'
