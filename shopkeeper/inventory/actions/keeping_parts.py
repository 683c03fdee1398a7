"""Bundles are kept by their parts, in one statement that decides every line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory.contracts import Demand, ReservedLine, Shortfall
from shopkeeper.inventory.rules.availability import of_bundle

type Part = tuple[Demand, str]
"""A demand with the SKU of the bundle that it is a part of, empty for none; together they are granted once."""
type Keep = Callable[[Sequence[Part]], tuple[ReservedLine, ...]]
type Contents = Mapping[str, Sequence[catalog.ComponentCard]]


def keep_in_parts(
    demands: Sequence[Demand], lines: tuple[ReservedLine, ...], keep: Keep, *, partial: bool
) -> tuple[ReservedLine, ...]:
    """What the demands got once bundles are asked for by their parts, all or none of them. Without `partial` nothing
    has been kept before, so everything is asked for again; with it the bundles alone are."""
    bundles = {line.sku for line in lines if line.why is Shortfall.IN_PARTS}
    if not bundles:
        return lines
    contents = {sku: parts for sku, (_, parts) in catalog.find_contents(bundles).items()}
    asked = [d for d in demands if d.sku in contents or not partial]
    split = [_split(demand, contents) for demand in asked]
    kept = iter(keep([part for parts in split for part in parts]))
    found = [[next(kept) for _ in parts] for parts in split]
    is_whole = all(line.got >= line.asked for some in found for line in some)
    told = {d: _add_up(d, some, contents, is_whole=is_whole) for d, some in zip(asked, found, strict=True)}
    return tuple(told.get(d, line) for d, line in zip(demands, lines, strict=True))


def _split(demand: Demand, contents: Contents) -> list[Part]:
    """The parts of a bundle; what is none as it is."""
    if demand.sku not in contents:
        return [(demand, "")]
    parts = contents[demand.sku]
    return [(replace(demand, sku=one.sku, quantity=one.quantity * demand.quantity), demand.sku) for one in parts]


def _add_up(demand: Demand, lines: Sequence[ReservedLine], contents: Contents, *, is_whole: bool) -> ReservedLine:
    pieces = [part.quantity for part in contents[demand.sku]] if demand.sku in contents else [1]
    got, why = (demand.quantity, Shortfall.NONE) if is_whole else (0, max(line.why for line in lines))
    free = of_bundle((line.free, n) for line, n in zip(lines, pieces, strict=True))
    return ReservedLine(
        demand.ref, demand.attempt, demand.sku, demand.location, demand.quantity, got, free, Shortfall(why)
    )
