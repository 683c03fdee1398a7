"""Which tables a data set cannot do without, and in which it only looks things up: read from its query."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from shopkeeper.engines.datasets import DataSet

_INNERMOST = re.compile(r"\([^()]*\)")
_NAMED = re.compile(r"\b(\w+) AS (?:NOT )?(?:MATERIALIZED )?\(")
_READ = re.compile(r"\b(LEFT (?:OUTER )?JOIN|FROM|JOIN) ([a-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Lineage:
    """`needs`: without rows in each of these there is nothing; `looks_up`: these add columns to what there is."""

    needs: frozenset[str]
    looks_up: frozenset[str]


@cache
def lineage_of(data_set: DataSet) -> Lineage:
    """Where the rows of a data set come from."""
    sql = re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", data_set.sql))
    parts = dict(_parts(sql)) if sql.lstrip().upper().startswith("WITH") else {}
    return _lineage(_last_select(sql, parts), parts)


def _lineage(select: str, parts: dict[str, str]) -> Lineage:
    needs: set[str] = set()
    looks_up: set[str] = set()
    for kind, name in _READ.findall(_flat(select)):
        inner = _of(name, parts)
        (looks_up if kind.startswith("LEFT") else needs).update(inner.needs)
        looks_up |= inner.looks_up
    return Lineage(frozenset(needs), frozenset(looks_up - needs))


def _of(name: str, parts: dict[str, str]) -> Lineage:
    if name not in parts:
        return Lineage(frozenset({name}), frozenset())
    others = {other: body for other, body in parts.items() if other != name}  # a recursive part reads itself
    found = _lineage(parts[name], others)
    return Lineage(found.needs - {name}, found.looks_up - {name})


def _flat(select: str) -> str:
    while (shorter := _INNERMOST.sub("", select)) != select:
        select = shorter
    return select


def _parts(sql: str) -> Iterator[tuple[str, str]]:
    """The named parts of a WITH, each with its body."""
    at = 0
    while (found := _NAMED.search(sql, at)) and _depth(sql[: found.start()]) == 0:
        end = _closing(sql, found.end())
        yield found[1], sql[found.end() : end]
        at = end + 1


def _last_select(sql: str, parts: dict[str, str]) -> str:
    for body in parts.values():
        sql = sql.replace(f"({body})", "", 1)
    return sql


def _depth(sql: str) -> int:
    return sql.count("(") - sql.count(")")


def _closing(sql: str, start: int) -> int:
    depth = 1
    for at in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[at], 0)
        if depth == 0:
            return at
    return len(sql)
