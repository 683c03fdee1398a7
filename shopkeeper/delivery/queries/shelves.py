"""Where free pieces lie: on shelves of ours that send, at suppliers, where customers collect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shopkeeper.core.policies import agreed
from shopkeeper.delivery.contracts import ServiceKind
from shopkeeper.delivery.policies import SPLITS
from shopkeeper.delivery.queries.book import Book, Offered
from shopkeeper.delivery.queries.sending import Way
from shopkeeper.delivery.rules.sourcing import Shelves, fewest_parcels, nodes_with_all
from shopkeeper.delivery.rules.supplying import Supplied
from shopkeeper.inventory import public as inventory

AT_ONCE = (ServiceKind.SAME_DAY, ServiceKind.NEXT_DAY, ServiceKind.COLLECT)
"""Never promised at once out of stock that a supplier has to get ready."""
_COUNT = (inventory.LocationKind.STORE, inventory.LocationKind.WAREHOUSE, inventory.LocationKind.SUPPLIER)

type Free = dict[str, dict[str, int]]
"""Free pieces by node and SKU."""


def name_nodes(codes: Iterable[str]) -> dict[str, str]:
    """What people call the nodes of these codes; those that nobody knows keep their code."""
    wanted = set(codes)
    known = inventory.get_locations(wanted)
    return {code: known[code].name if code in known else code for code in wanted}


@dataclass(slots=True)
class Found:
    """Free pieces by where they leave, and the ways to send a basket out of them."""

    own: Free = field(default_factory=dict)
    suppliers: Free = field(default_factory=dict)
    collecting: Free = field(default_factory=dict)
    coming: dict[str, dict[str, list[tuple[date, int]]]] = field(default_factory=dict)
    """What can be promised by each day, where customers collect."""
    _ways: dict[tuple[frozenset[str], bool], list[Way]] = field(default_factory=dict)

    def keep_timed(self, supplied: Supplied) -> None:
        """Leave out what suppliers have of which nobody knows how long it takes them."""
        for node, free in self.suppliers.items():
            self.suppliers[node] = {sku: pieces for sku, pieces in free.items() if (node, sku) in supplied}

    def list_ways(self, pieces: Mapping[str, int], service: Offered) -> list[Way]:
        """The ways for a service; suppliers come last: what lies on a shelf of ours is sold first."""
        key = service.nodes, service.kind in AT_ONCE
        if key not in self._ways:
            ways = _list_ways(pieces, self.own, service.nodes)
            if not ways and self.suppliers and service.kind not in AT_ONCE:
                ways = _list_ways(pieces, self.own | self.suppliers, service.nodes)
            self._ways[key] = ways
        return self._ways[key]


def find_shelves(stock: Mapping[str, inventory.Availability], book: Book, kept: Shelves) -> Found:
    """What can be promised of each SKU, now and by a day, with what is `kept` for whoever asks."""
    shelves = Found()
    for sku, found in stock.items():
        for place in found.locations:
            if place.kind not in _COUNT or place.location not in book.nodes:
                continue
            more = kept.get(place.location, {}).get(sku, 0)
            free, is_own = max(0, place.available) + more, place.kind is not inventory.LocationKind.SUPPLIER
            if place.by_date and place.may_pick_up and is_own:
                days = [(one.due_on, one.available + more) for one in place.by_date]
                shelves.coming.setdefault(place.location, {})[sku] = days
            if free <= 0:
                continue
            if place.may_ship:
                (shelves.own if is_own else shelves.suppliers).setdefault(place.location, {})[sku] = free
            if place.may_pick_up and is_own:
                shelves.collecting.setdefault(place.location, {})[sku] = free
    return shelves


def _list_ways(pieces: Mapping[str, int], shelves: Shelves, only: frozenset[str]) -> list[Way]:
    allowed = {node: free for node, free in shelves.items() if not only or node in only}
    whole: list[Way] = [((node, tuple(pieces)),) for node in nodes_with_all(pieces, allowed)]
    return whole or _split(pieces, allowed)


def _split(pieces: Mapping[str, int], allowed: Shelves) -> list[Way]:
    rules = agreed(SPLITS)
    return fewest_parcels(pieces, allowed, rules.most_parts) if rules.may_split else []
