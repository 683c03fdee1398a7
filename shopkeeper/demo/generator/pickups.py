"""Orders to collect: promised, ready, found at the shelf or not; one store got better, one shelf counts ghosts."""

from collections.abc import Callable
from random import Random

from shopkeeper.demo.generator.days import DAY, HOUR
from shopkeeper.demo.generator.dice import flags
from shopkeeper.demo.generator.world import PICKUP, Order, Pickup
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import BetterShelf, HiddenCollection, PhantomStock

_CLOSES = 19 * HOUR
_COLLECTED_AFTER_ALL = 0.55


class Pickups:
    """Gives every order to collect its way to the customer's hands."""

    def __init__(self, scenario: Scenario, orders: list[Order], chance: Random) -> None:
        self._scenario, self._chance = scenario, chance
        self._orders = [order for order in orders if order.mode == PICKUP]

    def prepare(self) -> None:
        """All of them, those of each trouble in exact numbers."""
        for order in self._orders:
            order.pickup = self._pickup(order)
        for orders, missing in self._groups():
            for order, not_found in zip(orders, flags(self._chance, missing, len(orders)), strict=True):
                if not_found:
                    self._lose(order)

    def _pickup(self, order: Order) -> Pickup:
        chance = self._chance
        hidden = self._scenario.find(HiddenCollection)
        if hidden and order.store in hidden.stores and order.day >= hidden.since:
            promised = (order.day + 1) * DAY + 12 * HOUR
        else:
            promised = order.at + 3 * HOUR - order.at % 900
        ready = min(order.at + chance.randint(2400, 9000), promised - 60)
        came = promised + chance.randint(0, 2 * HOUR)
        came = min(came, promised // DAY * DAY + _CLOSES)
        return Pickup(promised, ready, came, waited=int(chance.triangular(60, 540, 150)))

    def _lose(self, order: Order) -> None:
        pickup = order.pickup
        assert pickup
        pickup.not_found = True
        pickup.waited = int(self._chance.triangular(720, 2400, 1100))
        pickup.collected = self._chance.random() < _COLLECTED_AFTER_ALL
        if not pickup.collected:
            order.canceled_at = pickup.came_at + pickup.waited

    def _groups(self) -> list[tuple[list[Order], int]]:
        """Orders in which so many are not found."""
        usual = self._scenario.shares.not_found
        rest, groups = self._orders, []
        if shelf := self._scenario.find(BetterShelf):
            theirs, rest = _split(rest, lambda order: order.store == shelf.store and order.day >= shelf.since)
            groups += _by_today(theirs, shelf.not_found, shelf.pickups)
        if phantom := self._scenario.find(PhantomStock):
            garden, rest = _split(rest, lambda order: order.wants == phantom.department)
            recent, before = _split(garden, lambda order: order.day >= phantom.since)
            groups += _by_today(recent, phantom.not_found, phantom.pickups)
            groups.append((before, round(len(before) * phantom.not_found_before)))
        for store in self._scenario.stores:
            theirs = [order for order in rest if order.store == store]
            groups.append((theirs, round(len(theirs) * usual)))
        return groups


def _by_today(orders: list[Order], count: int, total: int) -> list[tuple[list[Order], int]]:
    """What has been is exact; what is to come goes on at the same rate."""
    past, ahead = _split(orders, lambda order: order.day < 0)
    return [(past, count), (ahead, round(len(ahead) * count / total))]


def _split(orders: list[Order], fits: Callable[[Order], bool]) -> tuple[list[Order], list[Order]]:
    inside: list[Order] = []
    outside: list[Order] = []
    for order in orders:
        (inside if fits(order) else outside).append(order)
    return inside, outside
