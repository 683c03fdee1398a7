"""Parcels: which warehouse and carrier, promised for which day, delivered when; one carrier late in one region."""

from random import Random

from shopkeeper.demo.generator.days import DAY, HOUR, SUNDAY, Days
from shopkeeper.demo.generator.dice import Wheel
from shopkeeper.demo.generator.world import HOME, Order, Parcel
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import LateCarrier

_FIRST_ROUND, _LAST_ROUND = 8 * HOUR, 18 * HOUR
# The northern warehouse serves the North a little more often; not enough to be mistaken for a cause.
_TILT = 0.05


class Parcels:
    """Sends every order for a home that was not canceled."""

    def __init__(self, scenario: Scenario, orders: list[Order], days: Days, chance: Random) -> None:
        self._scenario, self._days, self._chance = scenario, days, chance
        self._orders = orders
        self._carriers = list(scenario.carriers)
        self._carrier = Wheel(chance, self._carriers, [carrier.share for carrier in scenario.carriers.values()])
        self._promise = Wheel(chance, (2, 3), (2, 1))
        self._lateness = Wheel(chance, (1, 2, 3, 4, 6), (3, 2, 1, 1, 1))

    def send(self) -> None:
        """Give each order its parcel, then make the trouble exactly as large as the scenario says."""
        for order in self._orders:
            if order.mode == HOME and order.canceled_at is None:
                order.parcel = self._parcel(order)
        trouble = self._scenario.find(LateCarrier)
        if trouble:
            self._settle_count(trouble)
            self._settle_lateness(trouble)
            self._go_on(trouble)

    def _parcel(self, order: Order) -> Parcel:
        chance, days = self._chance, self._days
        promised = order.day + self._promise.spin()
        while days.weekday(promised) == SUNDAY:
            promised += 1
        handed_over = (order.day + 1) * DAY + int(chance.uniform(5, 9) * HOUR)
        trouble = self._scenario.find(LateCarrier)
        carrier = trouble.carrier if trouble and order.told else self._carrier.spin()
        parcel = Parcel(carrier, self._warehouse(order), handed_over, promised, 0)
        self._deliver(parcel, late=chance.random() < self._chance_of_late(promised))
        return parcel

    def _warehouse(self, order: Order) -> str:
        northern, southern = list(self._scenario.warehouses)[:2]
        share = self._scenario.warehouses[northern].share
        north = next(iter(self._scenario.regions))
        tilt = _TILT if self._scenario.stores[order.store].region == north else -_TILT / 2
        return northern if self._chance.random() < share + tilt else southern

    def _chance_of_late(self, promised: int) -> float:
        shares = self._scenario.shares
        if self._days.is_snow(promised):
            return shares.late_in_snow
        return shares.late_at_christmas if self._days.is_christmas(promised) else shares.late

    def _deliver(self, parcel: Parcel, *, late: bool) -> None:
        chance = self._chance
        earliest = parcel.handed_over_at // DAY
        day = parcel.promised + self._lateness.spin() if late else max(earliest, parcel.promised - _early(chance))
        while late and self._days.weekday(day) == SUNDAY:
            day += 1
        moment = day * DAY + int(chance.uniform(_FIRST_ROUND, _LAST_ROUND))
        parcel.delivered_at = max(moment, parcel.handed_over_at + 2 * HOUR)

    def _concerned(self, trouble: LateCarrier, first: int, last: int) -> list[Order]:
        """Orders with a parcel into the region that was promised from day `first` until before `last`."""
        region = {code for code, store in self._scenario.stores.items() if store.region == trouble.region}
        return [
            order
            for order in self._orders
            if order.parcel and order.store in region and first <= order.parcel.promised < last
        ]

    def _settle_count(self, trouble: LateCarrier) -> None:
        theirs: list[Order] = []
        others: list[Order] = []
        for order in self._concerned(trouble, trouble.since, 0):
            assert order.parcel
            (theirs if order.parcel.carrier == trouble.carrier else others).append(order)
        surplus = len(theirs) - trouble.parcels
        spare = [order for order in theirs if not order.told]
        for order in self._chance.sample(spare, max(surplus, 0)):
            _parcel_of(order).carrier = self._chance.choice([c for c in self._carriers if c != trouble.carrier])
        for order in self._chance.sample(others, max(-surplus, 0)):
            _parcel_of(order).carrier = trouble.carrier

    def _settle_lateness(self, trouble: LateCarrier) -> None:
        theirs = [o for o in self._concerned(trouble, trouble.since, 0) if _parcel_of(o).carrier == trouble.carrier]
        late = {id(order) for order in self._choose_late(theirs, trouble.late)}
        for order in theirs:
            is_late = id(order) in late
            if is_late != _parcel_of(order).is_late or is_late:
                self._deliver(_parcel_of(order), late=is_late)
            if is_late:
                self._arrive_by_yesterday(_parcel_of(order))

    def _go_on(self, trouble: LateCarrier) -> None:
        for order in self._concerned(trouble, 0, self._days.last + 9):
            parcel = _parcel_of(order)
            if parcel.carrier == trouble.carrier and not parcel.is_late:
                self._deliver(parcel, late=self._chance.random() < trouble.late / trouble.parcels)

    def _choose_late(self, orders: list[Order], count: int) -> list[Order]:
        """Parcels of as many different people, each known to us, promised early enough to have come by now."""
        chosen: dict[int, Order] = {}
        shuffled = self._chance.sample(orders, len(orders))
        for order in sorted(shuffled, key=lambda order: not order.told):
            if order.person and _parcel_of(order).promised < -2 and len(chosen) < count:
                chosen.setdefault(order.person.number, order)
        return list(chosen.values())

    def _arrive_by_yesterday(self, parcel: Parcel) -> None:
        if parcel.delivered_at >= 0:
            parcel.delivered_at = max(parcel.promised + 1, -1) * DAY + self._chance.randint(_FIRST_ROUND, _LAST_ROUND)


def _early(chance: Random) -> int:
    return 1 if chance.random() < 0.35 else 0


def _parcel_of(order: Order) -> Parcel:
    assert order.parcel
    return order.parcel
