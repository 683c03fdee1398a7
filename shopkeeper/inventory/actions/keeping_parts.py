"""Bundles are kept by their parts, in one statement that decides every line."""

from collections.abc import Callable, Mapping, Sequence

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory.contracts import Demand, ReservedLine, Shortfall
from shopkeeper.inventory.rules.availability import of_bundle

type Name = tuple[str, int, str, str]
"""Ref, attempt, SKU and location, by which a demand is granted once."""
type Keep = Callable[[Sequence[Demand]], tuple[ReservedLine, ...]]
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
    kept = {(line.ref, line.attempt, line.sku, line.location): line for line in keep(_split(asked, contents))}
    is_whole = all(line.got >= line.asked for line in kept.values())
    told = {_name(d): _add_up(d, contents, kept, is_whole=is_whole) for d in asked}
    return tuple(told.get(_name(d), line) for d, line in zip(demands, lines, strict=True))


def _split(demands: Sequence[Demand], contents: Contents) -> list[Demand]:
    """The parts of bundles, and what is none; what two demands of one name share is asked for together."""
    found: dict[Name, int] = {}
    for demand in demands:
        for sku, pieces in _pieces(demand, contents):
            name = _name(demand, sku)
            found[name] = found.get(name, 0) + pieces * demand.quantity
    return [Demand(ref, attempt, sku, pieces, place) for (ref, attempt, sku, place), pieces in found.items()]


def _add_up(demand: Demand, contents: Contents, kept: Mapping[Name, ReservedLine], *, is_whole: bool) -> ReservedLine:
    parts = [(kept[_name(demand, sku)], pieces) for sku, pieces in _pieces(demand, contents)]
    got, why = (demand.quantity, Shortfall.NONE) if is_whole else (0, max(line.why for line, _ in parts))
    free = of_bundle((line.free, pieces) for line, pieces in parts)
    return ReservedLine(
        demand.ref, demand.attempt, demand.sku, demand.location, demand.quantity, got, free, Shortfall(why)
    )


def _pieces(demand: Demand, contents: Contents) -> list[tuple[str, int]]:
    """SKUs with how many of each are in one piece of what is wanted."""
    return [(part.sku, part.quantity) for part in contents.get(demand.sku, ())] or [(demand.sku, 1)]


def _name(demand: Demand, sku: str = "") -> Name:
    return demand.ref, demand.attempt, sku or demand.sku, demand.location
