"""Causes of three conditions whose pairs are too faint to pass alone: one desk, in one outlet, at some hours."""

from collections.abc import Iterable
from dataclasses import replace

from shopkeeper.insight.rules.causes.assess import Finding, Look, assess, members_of
from shopkeeper.insight.rules.causes.effect import change_since, series_of
from shopkeeper.insight.rules.causes.findings import Condition, Kind
from shopkeeper.insight.rules.causes.refine import best_values, with_condition
from shopkeeper.insight.rules.causes.scan import Scan
from shopkeeper.insight.rules.causes.timing import find_onset

MOST_TRIED = 12


def find_deeper(look: Look, scans: Iterable[Scan]) -> Finding | None:
    """The first passing cause among the most promising pairs, each with its best values of a third dimension.

    The price is that of all triples that could have been looked at: for each pair, every set of values as large.
    """
    pairs = sorted((scan for scan in scans if len(scan.conditions) == 2), key=lambda scan: -abs(scan.change))
    for scan in pairs[:MOST_TRIED]:
        found = _deepened(look, tuple(Condition(name, (value,)) for name, value in scan.conditions))
        if found:
            return found
    return None


def _deepened(look: Look, conditions: tuple[Condition, ...]) -> Finding | None:
    members = members_of(look.facts, conditions)
    series = series_of(look.facts, members)
    onset = find_onset(series)
    if onset is None:
        return None
    effect = change_since(series, onset.start, onset.end)
    faint = Finding(conditions, Kind.CHANGE, onset, effect, members, effect.p, ())
    option = best_values(look, faint, members)
    if option is None:
        return None
    strict = replace(look, threshold=look.threshold / option.choices)
    found = assess(strict, with_condition(faint, option.condition), is_change=True)
    return found if isinstance(found, Finding) else None
