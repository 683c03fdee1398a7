"""What a supplier's terms make of an order: what it costs, whether it is enough, from when its days count."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory.queries.days import local_time
from shopkeeper.inventory.queries.lead_times import get_lead_time
from shopkeeper.inventory.rules.lead_times import counts_from


@dataclass(frozen=True, slots=True)
class Order:
    """Pieces of a product, ordered from a supplier; without an offer nobody noted its terms."""

    product: str
    pieces: int
    offer: catalog.OfferCard | None = None
    counts_from: date | None = None
    due_on: date | None = None
    is_past_cut_off: bool = False

    @property
    def cost(self) -> Decimal | None:
        """What all of it costs."""
        return self.offer.cost * self.pieces if self.offer and self.offer.cost is not None else None

    @property
    def cut_off_at(self) -> time | None:
        """Until when it had to be ordered to count that day."""
        return self.offer.cut_off_at if self.offer else None

    @property
    def lacking(self) -> int:
        """Pieces more that the supplier sells at least."""
        return max(0, self.offer.minimum_quantity - self.pieces) if self.offer else 0


def weigh_order(
    product: catalog.ProductCard, pieces: int, *, supplier_id: UUID | None, ordered_on: date | None, now: datetime
) -> Order:
    """An order at a supplier, else at the product's usual one: what was agreed with them, and when it is here."""
    wanted = supplier_id or product.supplier_id
    offer = next((each for each in catalog.list_offers_for(product.id) if each.supplier_id == wanted), None)
    if offer is None or wanted is None:
        return Order(product.name, pieces)
    here = local_time(now)
    is_now = ordered_on in (None, here.date())
    first = ordered_on or here.date()
    day = counts_from(first, here.time() if is_now else None, offer.cut_off_at)
    days = get_lead_time(wanted, now=now, agreed=offer.lead_time_days, product=product).to_count_on
    due_on = None if days is None else day + timedelta(days=days)
    return Order(product.name, pieces, offer, day, due_on, is_past_cut_off=day > first)
