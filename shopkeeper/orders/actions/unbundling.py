"""A bundle is ordered as its parts: each is reserved, sent, canceled and given back by itself (decision 71)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.rules.bundles import Part, share_out
from shopkeeper.pricing import public as pricing


@dataclass(frozen=True, slots=True)
class ToWrite:
    """Pieces of a product that become a line; `sold_in` is the bundle that they are part of."""

    product_id: UUID
    sku: str
    name: str
    quantity: int
    unit_price: Decimal
    unit_cost: Decimal | None
    supplier_id: UUID | None
    sold_in: UUID | None = None
    sold_as: str = ""


def unbundle(quoted: Sequence[pricing.QuotedLine]) -> list[ToWrite]:
    """The lines to write. A bundle that lies packed on a shelf of its own stays whole."""
    bundles = {line.product_id for line in quoted if line.is_bundle}
    bundles -= inventory.find_stocked(bundles) if bundles else set()
    contents = catalog.list_components(bundles) if bundles else {}
    cards = catalog.get_product_cards({part.product_id for parts in contents.values() for part in parts})
    found = list[ToWrite]()
    for line in quoted:
        found += _parts(line, contents[line.product_id], cards) if line.product_id in contents else [_whole(line)]
    return found


def _whole(line: pricing.QuotedLine) -> ToWrite:
    return ToWrite(
        line.product_id, line.sku, line.name, line.quantity, line.unit_price, line.unit_cost, line.supplier_id
    )


def _parts(
    line: pricing.QuotedLine, contents: Sequence[catalog.ComponentCard], cards: dict[UUID, catalog.ProductCard]
) -> Iterator[ToWrite]:
    each = [cards[part.product_id] for part in contents]
    parts = [Part(part.quantity, card.list_price or Decimal(0)) for part, card in zip(contents, each, strict=True)]
    for card, shares in zip(each, share_out(line.unit_price, parts), strict=True):
        for pieces, price in shares:
            yield ToWrite(
                card.id, card.sku, card.name, pieces * line.quantity, price, card.unit_cost, card.supplier_id,
                sold_in=line.product_id, sold_as=line.sku,
            )  # fmt: skip
