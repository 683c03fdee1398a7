"""What happened to one order, in words: its own facts and those of the ledgers below, in one line of time."""

from datetime import datetime

from shopkeeper.core.components import StoryEntry
from shopkeeper.orders.contracts import OrderCard
from shopkeeper.orders.stories import asking, changes, goods, ledgers, packing, returning
from shopkeeper.orders.stories.deciders import Deciders

__all__ = ["tell_order"]
_PARTS = (*goods.PARTS, *changes.PARTS, *asking.PARTS, *ledgers.PARTS, *packing.PARTS, *returning.PARTS)


def tell_order(card: OrderCard, *, now: datetime) -> list[StoryEntry]:
    """The story of an order, newest first: what happened, why, and who did it."""
    entries, who = [entry for part in _PARTS for entry in part(card, now)], Deciders(now)
    named = who.name_all(entries)
    return sorted(named, key=lambda entry: entry.at)[::-1]
