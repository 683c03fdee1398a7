"""Pairs given up attribute by attribute, in SQL: what takes little and tells much is looked at first.

Of the pairs that share a key one in thirty is worth a doubt, and most of the others differ in all that is quickly
compared. So a pair is followed as long as what it weighs so far, with what the rest can add at most, may be enough.
What stays is weighed as it always was: nothing is given up that would have weighed enough.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shopkeeper.engines.linkage.conditions import Both, Condition, Either, Missing, effort_of
from shopkeeper.engines.linkage.model import Comparison, Model, Weight
from shopkeeper.engines.linkage.statements import rare_columns, write_bits, write_choice, write_levels

_ROUNDING = 1e-6
_AT_A_GLANCE = 1
_PAIRS = "JOIN forms AS l ON l.id = c.one JOIN forms AS r ON r.id = c.other"


@dataclass(frozen=True, slots=True)
class _Prospect:
    """What an attribute may add in bits, before its levels are looked at one by one."""

    comparison: Comparison
    weights: Sequence[Weight]
    most: tuple[float, ...]
    """What each level adds at most, whatever the value on which two agree."""

    @property
    def beyond(self) -> float:
        """The most that any but the first level adds."""
        return max(0.0, *self.most[1:])

    @property
    def yield_of_effort(self) -> float:
        """How far a pair is thrown back that differs, for what it takes to know."""
        tests = [level.condition for level in self.comparison.levels if level.condition]
        return (self.beyond - self.most[-1]) / sum(map(_sum_effort, [self.comparison.missing, *tests]))

    def ceiling(self) -> str:
        """SQL of the most that it adds to a pair, told at a glance."""
        first, missing = self.comparison.levels[0].condition, _surely_missing(self.comparison.missing)
        steps = [f"WHEN {missing.sql()} THEN 0"] if missing else []
        if not first or effort_of(first) > _AT_A_GLANCE:
            return " ".join(["CASE", *steps, f"ELSE {max(self.beyond, self.most[0])!r} END"])
        steps.append(f"WHEN {first.sql()} THEN greatest({write_bits(self.comparison, 0, self.weights[0], 'l.')}, 0)")
        return " ".join(["CASE", *steps, f"ELSE {self.beyond!r} END"])


def write_narrowing(comparisons: Sequence[Comparison], model: Model, *, at_least: float) -> list[str]:
    """The statements that lead from the table `candidates` (one, other) to `compared`: the levels of all pairs that may
    weigh `at_least` bits, and the rarities of the one with the lower id."""
    looks = _plan([_see(part, model) for part in comparisons], model.prior_bits, at_least)
    source = f"(SELECT one, other, CAST({model.prior_bits!r} AS DOUBLE) AS bits FROM candidates)"
    statements, known = list[str](), list[str]()
    for place, look in enumerate(looks):
        ahead = [prospect.ceiling() for later in looks[place:] for prospect in later]
        where = f"WHERE {_reaches(at_least, *ahead)}" if place else ""
        written = _write_look(look, known, f"{source} AS c {_PAIRS} {where}")
        statements.append(f"CREATE OR REPLACE TEMP TABLE look_{place} AS {written}")
        known += [prospect.comparison.name for prospect in look]
        source = f"look_{place}"
    said = "".join(f', c."{name}"' for name in known)
    rare = "".join(f', l."rare_{column}"' for column in rare_columns(comparisons))
    return [
        *statements,
        f"CREATE OR REPLACE TEMP TABLE compared AS SELECT c.one, c.other{said}{rare} FROM {source} AS c "
        f"JOIN forms AS l ON l.id = c.one WHERE {_reaches(at_least)}",
        *(f"DROP TABLE look_{place}" for place in range(len(looks))),
    ]


def _reaches(at_least: float, *ahead: str) -> str:
    return " + ".join(["c.bits", *ahead]) + f" >= {at_least - _ROUNDING!r}"


def _write_look(look: Sequence[_Prospect], known: Sequence[str], pairs: str) -> str:
    """The levels of some attributes beside those that are known, and what all of them add up to."""
    parts = [prospect.comparison for prospect in look]
    columns = "".join(f', "{name}"' for name in [*known, *(part.name for part in parts)])
    bits = " + ".join(
        write_choice(one.comparison, [write_bits(one.comparison, at, row) for at, row in enumerate(one.weights)])
        for one in look
    )
    said = "".join(f', c."{name}"' for name in known)
    rare = "".join(f', l."rare_{column}"' for column in rare_columns(parts))
    levels = ", ".join(map(write_levels, parts))
    return (
        f"SELECT one, other{columns}, bits + {bits} AS bits "
        f"FROM (SELECT c.one, c.other, c.bits{said}, {levels}{rare} FROM {pairs})"
    )


def _plan(prospects: Sequence[_Prospect], start: float, at_least: float) -> list[list[_Prospect]]:
    """Which attributes are looked at together: first so many that a pair which differs in all of them is given up, then
    one after the other."""
    order = sorted(prospects, key=lambda prospect: -prospect.yield_of_effort)
    bits, rest = start, sum(max(0.0, *prospect.most) for prospect in order)
    for place, prospect in enumerate(order, 1):
        bits, rest = bits + prospect.most[-1], rest - max(0.0, *prospect.most)
        if bits + rest < at_least:
            return [order[:place], *([later] for later in order[place:])]
    return [order]


def _see(part: Comparison, model: Model) -> _Prospect:
    weights = model.weights[part.name]
    return _Prospect(part, weights, tuple(_most(part, place, row, model) for place, row in enumerate(weights)))


def _most(part: Comparison, place: int, row: Weight, model: Model) -> float:
    rare = part.levels[place].rare
    if not rare:
        return math.log2(row.m / row.u)
    return math.log2(row.m) - math.log2(min(model.least[rare], *model.frequencies[rare].values(), 1.0))


def _surely_missing(condition: Condition) -> Condition | None:
    """A part of it that is told at a glance and is enough for it to hold."""
    parts = condition.conditions if isinstance(condition, Either) else (condition,)
    return next((part for part in parts if isinstance(part, Missing)), None)


def _sum_effort(condition: Condition) -> int:
    if isinstance(condition, Both | Either):
        return sum(map(_sum_effort, condition.conditions))
    return effort_of(condition)
