"""What the demo's buyers agreed on: packs, what stands in for what, and what is on its way."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from shopkeeper.catalog import public as catalog
from shopkeeper.demo.generator.dice import dice

_PACKS, _ORDERED = (6, 12, 24), (6, 12, 18, 24)
_LINES_A_WAREHOUSE, _LINES_A_STORE = 9, 2
_BUNDLES = {"KIT": "Kitchen starter set", "BED": "Guest bed set", "TOO": "Border set", "BAT": "Bath set"}
"""Sets of products, by how their SKUs begin."""
_IN_A_BUNDLE, _BUNDLE_COSTS = 3, Decimal("0.9")
_ORDERED_BEFORE = timedelta(days=12)
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


def plan_bundles(products: Sequence[catalog.ProductCard]) -> tuple[Rows, Rows]:
    """A set of three for some categories, for a tenth less than its parts, and what is in it."""
    sets, parts = [], []
    for key, name in _BUNDLES.items():
        in_it = [card for card in products if card.list_price and card.sku.startswith(key)][:_IN_A_BUNDLE]
        if len(in_it) == _IN_A_BUNDLE:
            price = sum(card.list_price or Decimal(0) for card in in_it) * _BUNDLE_COSTS
            sets.append({
                "source_key": f"SET-{key}", "sku": f"SET-{key}", "name": name, "currency": in_it[0].currency,
                "list_price": str(price.quantize(Decimal(1))), "department_code": in_it[0].department_code,
            })  # fmt: skip
            parts += [
                {
                    "source_key": f"{key}/{card.sku}",
                    "bundle_key": f"SET-{key}",
                    "component_key": card.sku,
                    "quantity": 1,
                }
                for card in in_it
            ]
    return sets, parts


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
                "ordered_on": (due_on - _ORDERED_BEFORE).isoformat(),
            })  # fmt: skip
    return rows
