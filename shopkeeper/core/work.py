"""Today's work: each module lists what waits for people and how their own trade stands; pages above compose it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Figure


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: what, why, where, until when, and how much it matters (harm, in points; higher first)."""

    kind: str
    title: str
    why: str
    url: str
    icon: str
    person_id: str
    """The id of the actor for whom it waits."""
    due_at: datetime | None = None
    weight: float = 0.0
    say: str = ""
    """Words to say to the customer, where there is one to call."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A fact that people should meet wherever they look: an open problem, a stale feed, a thank-you."""

    kind: str
    text: str
    url: str
    icon: str
    tone: str = "neutral"
    weight: float = 0.0


_LISTS: dict[str, Callable[..., list[WorkItem]]] = {}
_NOTICES: dict[str, Callable[..., list[Notice]]] = {}
_FIGURES: dict[str, Callable[..., list[Figure]]] = {}


def register_work(name: str, list_work: Callable[..., list[WorkItem]]) -> None:
    """Offer a work list: `list_work(people=, now=)` gives what waits for each of these actors, in one go for all."""
    _LISTS[name] = list_work


def register_notices(name: str, list_notices: Callable[..., list[Notice]]) -> None:
    """Offer notices: `list_notices(by=, now=)`."""
    _NOTICES[name] = list_notices


def register_figures(name: str, list_figures: Callable[..., list[Figure]]) -> None:
    """Offer figures of a trade that no metric of the company measures: `list_figures(by=, now=)`, none for others."""
    _FIGURES[name] = list_figures


def list_work(*, by: Actor, now: datetime) -> list[WorkItem]:
    """Everything that waits for `by`: what is due first, then what matters most."""
    return list_work_of(people=[by], now=now)[by.id]


def list_work_of(*, people: Sequence[Actor], now: datetime) -> dict[str, list[WorkItem]]:
    """For many people at once, by the id of each: everything that waits for them, in the same order."""
    waiting: dict[str, list[WorkItem]] = {person.id: [] for person in people}
    for offered in _LISTS.values():
        for item in offered(people=people, now=now):
            waiting[item.person_id].append(item)
    for items in waiting.values():
        items.sort(key=lambda item: (item.due_at is None, item.due_at or now, -item.weight))
    return waiting


def list_notices(*, by: Actor, now: datetime, only: str = "") -> list[Notice]:
    """What `by` should know, weightiest first; of one sort, by the name that it was registered under, or of all."""
    asked = [offered for name, offered in _NOTICES.items() if only in ("", name)]
    return sorted((n for offered in asked for n in offered(by=by, now=now)), key=lambda n: -n.weight)


def list_figures(*, by: Actor, now: datetime) -> list[Figure]:
    """How the trade of `by` stands, where a module measures it; nothing for everybody else."""
    return [figure for offered in _FIGURES.values() for figure in offered(by=by, now=now)]
