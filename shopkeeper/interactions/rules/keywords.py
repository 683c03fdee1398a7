"""Finding topics in what people write, by the words that each topic carries."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TopicWords:
    """A topic and the words by which it is found."""

    topic_id: UUID
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a text a topic is spoken of: from `start` up to `end`, in characters."""

    topic_id: UUID
    start: int
    end: int


def find_topics(text: str, topics: Iterable[TopicWords]) -> list[Span]:
    """Every place in the text that speaks of a topic, in the order of the text."""
    spans = [
        Span(topic.topic_id, match.start(), match.end())
        for topic in topics
        if topic.keywords
        for match in _pattern(topic.keywords).finditer(text)
    ]
    return sorted(spans, key=lambda span: (span.start, span.end))


def tidy_keywords(words: Sequence[str]) -> tuple[str, ...]:
    """Words as they are kept: small letters, single spaces, each once, nothing that would match every word."""
    tidied = (" ".join(word.lower().split()) for word in words)
    return tuple(dict.fromkeys(word for word in tidied if len(word.strip("* ")) > 1))


@lru_cache(maxsize=512)
def _pattern(keywords: tuple[str, ...]) -> re.Pattern[str]:
    # The longest first, so that "too small" is not found as "small"; a star alone stands for one word.
    parts = sorted((_part(word) for word in keywords), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _part(word: str) -> str:
    pieces = [
        r"(?:\S+\s+){1,4}?" if piece == "*" else re.escape(piece).replace(r"\*", r"\w*") for piece in word.split()
    ]
    joined = r"\s+".join(pieces)
    return joined.replace(r"{1,4}?\s+", "{1,4}?").replace("['’]", "'").replace("'", "['’]")
