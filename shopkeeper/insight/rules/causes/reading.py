"""Building facts from rows, or from the bit strings that a warehouse makes in one pass."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shopkeeper.insight.rules.causes.facts import NONE, Dimension, Facts, Level, Members

FEWEST_FACTS = 30
MOST_VALUES = 300

type Row = tuple[date, bool, Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Facts and bad facts of one day; days without facts may be left out."""

    day: date
    n: int
    bad: int


def facts_from_rows(rows: Iterable[Row], dimensions: Mapping[str, Level], *, fewest: int = FEWEST_FACTS) -> Facts:
    """Facts from (day, was it bad, a value for each dimension), in any order."""
    ordered = sorted(rows, key=lambda row: row[0])
    per_day = [
        Counts(day, len(group := list(rows_of_day)), sum(row[1] for row in group))
        for day, rows_of_day in groupby(ordered, key=lambda row: row[0])
    ]
    rare = is_bad_rare(per_day)
    rare_rows = [row for row in ordered if row[1] == rare]
    values = {
        name: _paired(_positions(ordered, at), _positions(rare_rows, at), len(ordered), len(rare_rows))
        for at, name in enumerate(dimensions)
    }
    return facts_from_members(per_day, values, dimensions, fewest=fewest)


def is_bad_rare(per_day: Iterable[Counts]) -> bool:
    """Whether at most half of the facts are bad: the search counts the rarer outcome."""
    counts = list(per_day)
    return 2 * sum(day.bad for day in counts) <= sum(day.n for day in counts)


def facts_from_members(
    per_day: Sequence[Counts],
    values: Mapping[str, Mapping[str, Members]],
    levels: Mapping[str, Level],
    *,
    fewest: int = FEWEST_FACTS,
    left_out: Mapping[str, int] | None = None,
) -> Facts:
    """Facts whose members are known already; values with fewer than `fewest` facts are put together."""
    rare_is_bad = is_bad_rare(per_day)
    days = _calendar(per_day, rare_is_bad)
    bare = Facts(per_day[0].day, *days, dimensions=(), rare_is_bad=rare_is_bad)
    dimensions = tuple(
        _dimension(name, values[name], bare.everything, levels[name], fewest, (left_out or {}).get(name, 0))
        for name in levels
    )
    return Facts(per_day[0].day, *days, dimensions=dimensions, rare_is_bad=rare_is_bad)


def _dimension(
    name: str, values: Mapping[str, Members], everything: Members, level: Level, fewest: int, left_out: int
) -> Dimension:
    enough = sorted((value for value in values if values[value].n >= fewest), key=lambda value: -values[value].n)
    kept = {value: values[value] for value in sorted(enough[:MOST_VALUES])}
    union = NONE
    for members in kept.values():
        union |= members
    return Dimension(name, kept, everything - union, level, left_out + len(values) - len(kept))


def _calendar(per_day: Sequence[Counts], rare_is_bad: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    known = {counts.day: counts for counts in per_day}
    first, last = per_day[0].day, per_day[-1].day
    every = [known.get(date.fromordinal(day)) for day in range(first.toordinal(), last.toordinal() + 1)]
    totals = tuple(counts.n if counts else 0 for counts in every)
    bad = tuple(counts.bad if counts else 0 for counts in every)
    return totals, bad if rare_is_bad else tuple(n - k for n, k in zip(totals, bad, strict=True))


def _positions(rows: Sequence[Row], at: int) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        value = row[2][at]
        if value is not None:
            found[value].append(position)
    return found


def _paired(
    every: Mapping[str, list[int]], rare: Mapping[str, list[int]], size: int, rare_size: int
) -> dict[str, Members]:
    return {
        value: Members(_bits(places, size), _bits(rare.get(value, ()), rare_size)) for value, places in every.items()
    }


def _bits(positions: Sequence[int], size: int) -> int:
    room = bytearray(size // 8 + 1)
    for position in positions:
        room[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(room, "little")
