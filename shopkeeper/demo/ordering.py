"""What the demo's buyers agreed on: packs, what stands in for what, and what is on its way."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from shopkeeper.catalog import public as catalog
from shopkeeper.demo.generator.dice import dice

_PACKS, _ORDERED = (6, 12, 24), (6, 12, 18, 24)
_LINES_A_WAREHOUSE, _LINES_A_STORE = 9, 2
_EARLIEST, _LATEST = -1, 9
"""Days from today: a line or two is late."""

type Rows = list[dict[str, Any]]


def plan_packs(products: Sequence[catalog.ProductCard], seed: int) -> Rows:
    """A case for every third product."""
    chance = dice(seed, "packs")
    return [
        {"source_key": f"{product.sku}/case", "sku": product.sku, "name": "case", "quantity": chance.choice(_PACKS)}
        for product in products[::3]
    ]


def plan_substitutes(products: Iterable[catalog.ProductCard]) -> Rows:
    """Within a category each product stands in for the one before it."""
    rows = []
    for _category, some in groupby(sorted(products, key=lambda card: (card.category, card.sku)), lambda c: c.category):
        cards = list(some)
        rows += [
            {"source_key": card.sku, "sku": card.sku, "substitute_key": other.sku} for card, other in pairwise(cards)
        ]
    return rows


def plan_deliveries(products: Sequence[catalog.ProductCard], places: Rows, seed: int, now: datetime) -> Rows:
    """Lines of purchase orders that are due at warehouses and stores."""
    chance, rows = dice(seed, "deliveries"), []
    lines = {"warehouse": _LINES_A_WAREHOUSE, "store": _LINES_A_STORE}
    for place in places:
        for product in chance.sample(list(products), lines.get(place["kind"], 0)):
            due_on = (now + timedelta(days=chance.randint(_EARLIEST, _LATEST))).date()
            rows.append({
                "source_key": f"{place['code']}/{product.sku}", "number": f"PO-{place['code'].upper()}-{due_on:%d%m}",
                "sku": product.sku, "location_code": place["code"], "quantity": chance.choice(_ORDERED),
                "due_on": due_on.isoformat(), "kind": "purchase",
            })  # fmt: skip
    return rows
