"""Reading what people write: which topics, in which words, and how each of them is judged."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from shopkeeper.interactions.public import Span, TopicWords, find_topics

VERSION = "keywords-1+vader-3.3"
"""Changes whenever the same text could be read differently; texts read by another version are read again."""

# One comment can praise the staff and damn the delivery: a judgment reaches no further than its clause.
_CLAUSE_ENDS = re.compile(
    r"[.!?;\n]+|,?\s+(?=but\b|however\b|although\b|though\b|yet\b|mas\b|porém\b|porem\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """A topic spoken of between `start` and `end`, judged from -1 to 1."""

    topic_id: UUID
    start: int
    end: int
    sentiment: float


def read_text(text: str, topics: Iterable[TopicWords], judge: Callable[[str], float]) -> list[Found]:
    """The topics of a text, each once: where it is judged most strongly, with the clause that judges it."""
    strongest: dict[UUID, Found] = {}
    clauses = list(split_clauses(text))
    judged: dict[tuple[int, int], float] = {}
    for span in find_topics(text, topics):
        start, end = _clause_of(span, clauses)
        if (start, end) not in judged:
            judged[start, end] = judge(text[start:end])
        found = Found(span.topic_id, start, end, judged[start, end])
        known = strongest.get(span.topic_id)
        if known is None or abs(found.sentiment) > abs(known.sentiment):
            strongest[span.topic_id] = found
    return sorted(strongest.values(), key=lambda found: (found.start, str(found.topic_id)))


def split_clauses(text: str) -> Iterator[tuple[int, int]]:
    """Where each clause begins and ends, without the spaces around it."""
    begin = 0
    for end in [*(match.end() for match in _CLAUSE_ENDS.finditer(text)), len(text)]:
        piece = text[begin:end]
        if piece.strip():
            yield begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip(", \n"))
        begin = end


def _clause_of(span: Span, clauses: list[tuple[int, int]]) -> tuple[int, int]:
    return next(((start, end) for start, end in clauses if start <= span.start < end), (span.start, span.end))
