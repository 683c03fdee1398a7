"""What other systems can be told of: every event with its name, what it means and what it says."""

from collections import defaultdict
from dataclasses import dataclass, fields

from shopkeeper.connectors.words import MODULES
from shopkeeper.core.events import EVENTS


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as others get it: `data` of its message has these fields."""

    name: str
    meaning: str
    fields: tuple[str, ...]


def list_events() -> dict[str, list[EventCard]]:
    """By module, each in the order of their names."""
    found = defaultdict[str, list[EventCard]](list)
    for name, made in sorted(EVENTS.items()):
        meaning = " ".join((made.__doc__ or "").split())
        found[name.partition(".")[0]].append(EventCard(name, meaning, tuple(field.name for field in fields(made))))
    return dict(found)


def title_of(said: str) -> str:
    """What a name of a module or of an event is called; the message id of it where somebody gave it one."""
    return MODULES.get(said, said)
