"""Comparisons as Python functions for a pair, put together from their conditions when a model is made ready.

Written out in one piece they take a third of the time that calling condition after condition takes, and up to a
thousand pairs are weighed for each record that arrives. The text comes from the configuration and the figures of the
model, never from data.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from shopkeeper.engines.linkage.conditions import Condition, Form

Test = Callable[[Form, Form], bool]
Sieve = Callable[[Form, Form, float], bool]
"""Whether a pair may weigh at least so much."""

_NAMES = re.compile(r"\b(?:l|r|similarity)_([a-z0-9_]+)\b")
_BOUND = re.compile(r"\bsimilarity_([a-z0-9_]+) >= ([0-9.]+)")
_KNOWN = {"similarity": JaroWinkler.normalized_similarity, "slips": DamerauLevenshtein.distance}


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A comparison on the way: what each level adds, as Python, and what all behind it can add at most."""

    missing: Condition
    levels: Sequence[tuple[Condition | None, str]]
    rest: float


def make_climb[R](missing: Condition, levels: Sequence[tuple[Condition | None, R]]) -> Callable[[Form, Form], R | None]:
    """What belongs to the first level that holds, or None where the attribute is missing."""
    steps = [(condition, f"return rung_{place}") for place, (condition, _) in enumerate(levels)]
    rungs = {f"rung_{place}": rung for place, (_, rung) in enumerate(levels)}
    climb: Callable[[Form, Form], R | None] = _compile("", _choose(missing, "return None", steps), rungs)
    return climb


def make_sieve(start: float, hurdles: Sequence[Hurdle], facts: Mapping[str, Any]) -> Sieve:
    """A function that gives a pair up as soon as it cannot reach what it should; most are, after a few attributes."""
    lines = [f"bits = {start!r}"]
    for hurdle in hurdles:
        steps = [(condition, f"bits += {gain}; break") for condition, gain in hurdle.levels]
        block = _choose(hurdle.missing, "break", steps)
        lines += ["while True:", *(f"    {line}" for line in block)]
        lines.append(f"if bits + {hurdle.rest!r} < at_least: return False")
    sieve: Sieve = _compile(", at_least", [*lines, "return True"], facts)
    return sieve


def make_test(condition: Condition) -> Test:
    """Whether one condition holds for a pair."""
    test: Test = _compile("", _look_up([f"return {condition.code()}"]), {})
    return test


def _choose(missing: Condition, otherwise: str, steps: Sequence[tuple[Condition | None, str]]) -> list[str]:
    """What is done at the first condition that holds; the last step where none does."""
    lines = [f"if {missing.code()}: {otherwise}"]
    lines += [f"if {condition.code()}: {step}" for condition, step in steps if condition]
    return _look_up([*lines, steps[-1][1]])


def _look_up(lines: Sequence[str]) -> list[str]:
    """These lines, with what several of them ask for looked up and measured once."""
    bounds: dict[str, float] = {}
    for column, bound in _BOUND.findall("\n".join(lines)):
        bounds[column] = min(float(bound), bounds.get(column, 1.0))
    body: list[str] = []
    for line in lines:
        for column in dict.fromkeys(_NAMES.findall(line)):
            _add(body, f'l_{column}, r_{column} = left["{column}"], right["{column}"]')
        for column, _ in _BOUND.findall(line):
            pair = f"l_{column}, r_{column}"  # of something and nothing it is 0
            _add(body, f"similarity_{column} = similarity({pair}, score_cutoff={bounds[column] - 1e-9!r})")
        body.append(line)
    return body


def _compile(takes: str, body: Sequence[str], facts: Mapping[str, Any]) -> Any:
    """A function of two records with these lines, which know these facts."""
    given = {**_KNOWN, **facts}
    known = ", ".join(f"{name}={name}" for name in given)
    source = "\n    ".join([f"def compare(left, right{takes}, {known}):", *body])
    exec(source, given)  # noqa: S102  text of our own configuration
    return given["compare"]


def _add(body: list[str], line: str) -> None:
    if line not in body:
        body.append(line)
