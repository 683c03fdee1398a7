"""Bundles that are sold, taken back or kept: they lie nowhere themselves, their parts do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory.contracts import MovementKind, StockMovement
from shopkeeper.inventory.queries.places import find_stocked

_IN_PARTS = (MovementKind.SELL, MovementKind.RETURN)
_LONGEST_KEY = 200


def unbundle(movements: Sequence[StockMovement]) -> list[tuple[int, StockMovement]]:
    """Each movement with its place in the batch; in place of a bundle's, those of its parts. One that lies packed on a
    shelf, under its own SKU, moves whole."""
    skus = {one.sku for one in movements if one.kind in _IN_PARTS}
    contents = find_contents(skus) if skus else {}
    told = list[tuple[int, StockMovement]]()
    for line, one in enumerate(movements):
        in_parts = one.kind in _IN_PARTS and one.sku in contents
        told += [(line, part) for part in _parts(one, contents[one.sku])] if in_parts else [(line, one)]
    return told


def find_contents(skus: Iterable[str]) -> dict[str, list[catalog.ComponentCard]]:
    """What is in those of these SKUs that are bundles and lie nowhere themselves."""
    found = catalog.find_contents(skus)
    stocked = find_stocked([key for key, _ in found.values()]) if found else set()
    return {sku: contents for sku, (key, contents) in found.items() if key not in stocked}


def _parts(one: StockMovement, contents: Sequence[catalog.ComponentCard]) -> Iterator[StockMovement]:
    for part in contents:
        key = f"{one.source_key[: _LONGEST_KEY - len(part.sku) - 1]}/{part.sku}"
        yield replace(one, sku=part.sku, quantity=one.quantity * part.quantity, source_key=key)
