"""By what somebody who is erased could still be found in files and responses: their own words, in small letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SHORTEST = 6
"""A shorter text stands in many places that have nothing to do with the person."""
_TELLING = ("source_key", "person_key", "full_name", "email", "phone", "card_number", "street")


@dataclass(frozen=True, slots=True)
class Traces:
    """The systems that knew somebody, and what they said of them that tells who it is."""

    sources: frozenset[str]
    texts: frozenset[str]

    def are_in(self, text: str) -> bool:
        """Whether any of it stands in a text; capitals do not matter."""
        searched = text.casefold()
        return any(trace in searched for trace in self.texts)


def collect_traces(said: Iterable[Mapping[str, object]]) -> Traces:
    """From everything that records say, or said before a correction."""
    sources, texts = set[str](), set[str]()
    for row in said:
        sources.add(str(row.get("source") or ""))
        name = f"{row.get('given_name') or ''} {row.get('family_name') or ''}"
        values = [str(row.get(column) or "") for column in _TELLING]
        texts |= {value.strip().casefold() for value in (*values, name) if len(value.strip()) >= _SHORTEST}
    return Traces(frozenset(sources - {""}), frozenset(texts))
