"""Lines that a trouble needs in exact numbers: a supplier's refused products, the sweater's two batches."""

from collections.abc import Callable
from random import Random

from shopkeeper.demo.generator.assortment import Assortment
from shopkeeper.demo.generator.days import DAY, HOUR, Days
from shopkeeper.demo.generator.dice import apportion, flags, uneven
from shopkeeper.demo.generator.world import HOME, Line, Order, Product
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import RefusingSupplier, SmallBatch


class Specials:
    """Adds the lines to orders of their days."""

    def __init__(self, orders: list[Order], assortment: Assortment, days: Days, chance: Random) -> None:
        self._orders, self._assortment, self._days, self._chance = orders, assortment, days, chance

    def add(self, scenario: Scenario) -> None:
        """Whatever the scenario's troubles need."""
        if refusing := scenario.find(RefusingSupplier):
            self._add_refused(refusing)
        if small := scenario.find(SmallBatch):
            self._add_batches(small)

    def _add_refused(self, trouble: RefusingSupplier) -> None:
        fit = self._by_day(lambda order: order.mode == HOME and not order.company and order.canceled_at is None)
        lines = self._spread(fit, self._assortment.refused, trouble.since, trouble.lines)
        recent = [pair for pair in lines if trouble.since <= pair[0].day < 0]
        earlier = [pair for pair in lines if pair[0].day < trouble.since]
        later = [pair for pair in lines if pair[0].day >= 0]
        self._refuse(earlier, round(len(earlier) * trouble.refused_before))
        self._refuse(recent, trouble.refused)
        self._refuse(later, round(len(later) * trouble.refused / trouble.lines))

    def _refuse(self, lines: list[tuple[Order, Line]], count: int) -> None:
        # Refused within a day, so that what was refused until yesterday is known today.
        for (order, line), refused in zip(lines, flags(self._chance, count, len(lines)), strict=True):
            if refused:
                line.refused_at = min(order.at + self._chance.randint(2, 20) * HOUR, (order.day + 1) * DAY - 1)
                if len(order.lines) == 1:
                    order.canceled_at = line.refused_at

    def _add_batches(self, trouble: SmallBatch) -> None:
        product = self._assortment.small
        if product is None:
            return
        fit = self._by_day(lambda order: not order.company and order.canceled_at is None and not order.wants)
        for order, line in self._spread(fit, [product], trouble.since, trouble.lines):
            line.batch = trouble.batch if order.day >= trouble.since else trouble.batch_before

    def _spread(
        self, fit: dict[int, list[Order]], products: list[Product], since: int, total: int
    ) -> list[tuple[Order, Line]]:
        """One piece each into so many orders a day that `total` lines lie between `since` and yesterday."""
        rate = total / -since
        parts = [(self._days.first, since), (since, 0), (0, self._days.last + 1)]
        added = []
        for first, last in parts:
            span = range(first, last)
            weights = uneven(self._chance, [len(fit.get(day, ())) for day in span])
            for day, count in zip(span, apportion(round(rate * len(span)), weights), strict=True):
                for order in self._chance.sample(fit.get(day, []), count):
                    line = Line(self._chance.choice(products), 1)
                    order.lines.append(line)
                    added.append((order, line))
        return added

    def _by_day(self, fits: Callable[[Order], bool]) -> dict[int, list[Order]]:
        days: dict[int, list[Order]] = {}
        for order in self._orders:
            if fits(order):
                days.setdefault(order.day, []).append(order)
        return days
