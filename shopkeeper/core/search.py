"""Search: each module finds its own things by what people type; the shell shows the hits together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shopkeeper.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, where it is, and how well it fits (1 is exact)."""

    kind: str
    title: str
    detail: str
    url: str
    icon: str
    score: float


_FINDERS: dict[str, tuple[str, Callable[..., list[Hit]]]] = {}


def register(name: str, *, permission: str, find: Callable[..., list[Hit]]) -> None:
    """Offer a finder: `find(text, by=, now=, limit=)`."""
    _FINDERS[name] = (permission, find)


def search(text: str, *, by: Actor, now: datetime, limit: int = 8) -> list[Hit]:
    """The best hits of all modules whose things `by` may see."""
    asked = text.strip()
    if len(asked) < 2:
        return []
    finders = [find for permission, find in _FINDERS.values() if by.may(permission)]
    hits = [hit for find in finders for hit in find(asked, by=by, now=now, limit=limit)]
    return sorted(hits, key=lambda hit: -hit.score)[: limit * 3]
