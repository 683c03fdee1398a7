"""Statements that are planned once a connection instead of each time: for what comes one by one, all day long."""

import re
from collections.abc import Mapping
from typing import Any

from shopkeeper.core.statements import fetch

_FACT = re.compile(r"%\((\w+)\)s")


class Planned:
    """A statement with the type of each fact that it takes by name.

    The plan must suit every value: whoever runs these in a transaction says so with `force_generic_plan`, and each
    statement is written so that only its indexes can serve it.
    """

    def __init__(self, types: Mapping[str, str], statement: str) -> None:
        self._facts = tuple(dict.fromkeys(_FACT.findall(statement)))
        places = {fact: f"${place}::{types[fact]}" for place, fact in enumerate(self._facts, start=1)}
        self._statement = _FACT.sub(lambda found: places[found[1]], statement)

    def read(self, **facts: Any) -> list[tuple[Any, ...]]:
        """The rows that it gives."""
        return fetch(self._statement, [facts[fact] for fact in self._facts])
