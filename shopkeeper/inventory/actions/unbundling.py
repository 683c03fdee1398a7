"""Bundles that tills sell or take back: they lie nowhere themselves, their parts do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory.contracts import MovementKind, StockMovement
from shopkeeper.inventory.queries.places import find_stocked

_IN_PARTS = (MovementKind.SELL, MovementKind.RETURN)
_LONGEST_KEY = 200


def unbundle(movements: Sequence[StockMovement]) -> list[tuple[int, StockMovement]]:
    """Each movement with its place in the batch; in place of a bundle's, those of its parts. One that lies packed on a
    shelf, under its own SKU, moves whole."""
    contents = _find_contents({one.sku for one in movements if one.kind in _IN_PARTS})
    told = list[tuple[int, StockMovement]]()
    for line, one in enumerate(movements):
        in_parts = one.kind in _IN_PARTS and one.sku in contents
        told += [(line, part) for part in _parts(one, contents[one.sku])] if in_parts else [(line, one)]
    return told


def _find_contents(skus: set[str]) -> dict[str, list[catalog.ComponentCard]]:
    products = catalog.find_product_ids(skus) if skus else {}
    contents = catalog.list_components(products.values()) if products else {}
    stocked = find_stocked(contents) if contents else set()
    return {sku: contents[key] for sku, key in products.items() if key in contents and key not in stocked}


def _parts(one: StockMovement, contents: Sequence[catalog.ComponentCard]) -> Iterator[StockMovement]:
    for part in contents:
        key = f"{one.source_key[: _LONGEST_KEY - len(part.sku) - 1]}/{part.sku}"
        yield replace(one, sku=part.sku, quantity=one.quantity * part.quantity, source_key=key)
