"""What can be had instead of a product that is gone."""

from dataclasses import dataclass
from datetime import datetime

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.queries.availability import get_availability

_MOST = 5


@dataclass(frozen=True, slots=True)
class Substitute:
    """Another product that can be promised, how many pieces of it, and how many of them here (None without a here)."""

    product: catalog.ProductCard
    available: int
    here: int | None = None


def list_substitutes(
    product: catalog.ProductCard, *, by: Actor, now: datetime, channel: str = "", here: str = ""
) -> list[Substitute]:
    """What somebody named, then other variants: those that can be promised, those that lie here first."""
    cards = catalog.list_alternatives(product)
    stock = get_availability([card.sku for card in cards], by=by, now=now, channel=channel) if cards else {}
    found = []
    for card in cards:
        places = {place.location: place.available for place in stock[card.sku].locations}
        found.append(Substitute(card, stock[card.sku].available, places.get(here, 0) if here else None))
    there = [each for each in found if each.available > 0]
    return sorted(there, key=lambda each: not each.here)[:_MOST]
