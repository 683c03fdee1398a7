"""Sessions in the web shop: every order has one, and at each step some people leave."""

from random import Random

from shopkeeper.demo.generator.days import DAY, HOUR, Days
from shopkeeper.demo.generator.demand import PAYS_AFTER_OPTIONS
from shopkeeper.demo.generator.dice import Wheel, apportion, uneven
from shopkeeper.demo.generator.world import WEB, Order, Step
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import HiddenCollection

HISTORY_DAYS = 80
_STEPS = ("visit", "cart", "checkout", "delivery_options", "payment", "order")
_AFTER = (0, 240, 420, 470, 540, 620)
_STARTS_CHECKOUT_AND_STAYS = 0.9
_HIDDEN_SHARE = 0.88
_LAST_COLLECTION = 16 * HOUR
_AT_OPTIONS = 4
_MISS_COLLECTION = 0.75


class Visits:
    """Makes the sessions of the last eighty days: older ones the shop does not keep."""

    def __init__(self, scenario: Scenario, orders: list[Order], days: Days, chance: Random) -> None:
        self._scenario, self._days, self._chance = scenario, days, chance
        self._trouble = scenario.find(HiddenCollection)
        self._areas = {code: list(store.areas) for code, store in scenario.stores.items()}
        self._orders: dict[tuple[str, int], list[Order]] = {}
        for order in orders:
            if order.channel == WEB and order.day >= -HISTORY_DAYS:
                self._orders.setdefault((order.store, order.day), []).append(order)
        self._device = Wheel(chance, ("phone", "desktop", "tablet"), (62, 31, 7))
        self._moments = [order.at % DAY for day_orders in self._orders.values() for order in day_orders]
        self._count = 0

    def make(self) -> list[Step]:
        """All steps, session by session."""
        steps: list[Step] = []
        hit, usual = self._cells()
        dropped = self._trouble.drop_before if self._trouble else 0.18
        for cell in usual:
            buying = len(self._orders.get(cell, ()))
            paying = round(buying / PAYS_AFTER_OPTIONS)
            steps += self._of_cell(cell, paying, round(paying / (1 - dropped)))
        if self._trouble:
            steps += self._of_trouble(hit, self._trouble)
        return steps

    def _cells(self) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        """(store, day) inside the trouble's exact days, and all others."""
        trouble = self._trouble
        hit: list[tuple[str, int]] = []
        usual: list[tuple[str, int]] = []
        for day in range(-HISTORY_DAYS, self._days.last + 1):
            for store in self._scenario.stores:
                inside = trouble and store in trouble.stores and trouble.since <= day < 0
                (hit if inside else usual).append((store, day))
        return hit, usual

    def _of_trouble(self, cells: list[tuple[str, int]], trouble: HiddenCollection) -> list[Step]:
        orders = [len(self._orders.get(cell, ())) for cell in cells]
        paying = _at_least(apportion(trouble.reached - trouble.dropped, orders), orders)
        reached = apportion(trouble.reached, uneven(self._chance, orders))
        reached = _at_least(reached, paying)
        steps = []
        for cell, pay, reach in zip(cells, paying, reached, strict=True):
            steps += self._of_cell(cell, pay, reach)
        return steps

    def _of_cell(self, cell: tuple[str, int], paying: int, reached: int) -> list[Step]:
        """The sessions of one store's neighborhood on one day, by how far they came."""
        store, day = cell
        orders = self._orders.get(cell, [])
        started = round(reached / _STARTS_CHECKOUT_AND_STAYS)
        share = max(len(orders), 0.2) / (self._scenario.daily.web * 0.98)
        carts = max(started, round(self._scenario.daily.carts * share))
        visits = max(carts, round(self._scenario.daily.visits * share))
        depths = [6] * len(orders) + [5] * (paying - len(orders)) + [4] * (reached - paying)
        depths += [3] * (started - reached) + [2] * (carts - started) + [1] * (visits - carts)
        buyers: list[Order | None] = [*orders, *[None] * (len(depths) - len(orders))]
        return [s for depth, order in zip(depths, buyers, strict=True) for s in self._session(store, day, depth, order)]

    def _session(self, store: str, day: int, depth: int, order: Order | None) -> list[Step]:
        chance = self._chance
        self._count += 1
        key, device = f"s{self._count:07}", self._device.spin()
        area = order.area if order else chance.choice(self._areas[store])
        ends = order.at if order else day * DAY + self._leaves_at(store, day, depth)
        start = max(ends - _AFTER[depth - 1], day * DAY)
        return [
            Step(key, start + _AFTER[place], _STEPS[place], store, area, device,
                 self._options(store, start) if _STEPS[place] == "delivery_options" else "",
                 order if place >= 4 else None)
            for place in range(depth)
        ]  # fmt: skip

    def _leaves_at(self, store: str, day: int, depth: int) -> int:
        """At times when others buy; who misses "collect today" leaves while it should have been there."""
        trouble, chance = self._trouble, self._chance
        is_hit = trouble and store in trouble.stores and day >= trouble.since
        if is_hit and depth == _AT_OPTIONS and chance.random() < _MISS_COLLECTION:
            return int(chance.triangular(8 * HOUR, _LAST_COLLECTION, 12 * HOUR))
        return chance.choice(self._moments)

    def _options(self, store: str, at: int) -> str:
        """What the shop logs beside the delivery options: whether "collect today" was offered, and why not."""
        trouble = self._trouble
        if at % DAY >= _LAST_COLLECTION:
            return "collect_tomorrow"
        if trouble and store in trouble.stores and at >= trouble.since * DAY and self._chance.random() < _HIDDEN_SHARE:
            return f"collect_hidden:stock_{trouble.feed_minutes}_min_old"
        return "collect_today"


def _at_least(counts: list[int], floors: list[int]) -> list[int]:
    """Move counts between places until none lies below its floor; the sum stays."""
    counts = counts.copy()
    for place, floor in enumerate(floors):
        while counts[place] < floor:
            giver = max(range(len(counts)), key=lambda other: counts[other] - floors[other])
            counts[giver] -= 1
            counts[place] += 1
    return counts
