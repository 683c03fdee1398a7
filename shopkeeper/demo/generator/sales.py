"""The orders of all channels: when, by whom, of what."""

from itertools import accumulate
from random import Random

from shopkeeper.demo.generator.assortment import Assortment
from shopkeeper.demo.generator.days import DAY, HOUR, Days
from shopkeeper.demo.generator.demand import Stream, daily_counts, list_streams
from shopkeeper.demo.generator.dice import Wheel
from shopkeeper.demo.generator.people import CARE, LOYALTY, MARKET, WEBSHOP, People
from shopkeeper.demo.generator.world import (
    CARRIED,
    HOME,
    MARKETPLACE,
    PHONE,
    PICKUP,
    STORE_CHANNEL,
    WEB,
    Line,
    Order,
    Person,
)
from shopkeeper.demo.scenario import Scenario

SOURCE_OF = {STORE_CHANNEL: LOYALTY, WEB: WEBSHOP, MARKETPLACE: MARKET, PHONE: CARE}
_LINES = {STORE_CHANNEL: (60, 25, 10, 5), WEB: (52, 28, 13, 7), MARKETPLACE: (88, 12), PHONE: (30, 30, 25, 15)}
_WEB_HOURS = (1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 4, 5, 6, 6.5, 6.5, 7, 6.5, 6, 6, 6, 6.5, 7.5, 9, 10, 9, 6, 3)
_BEFORE_FOUR = range(7, 16)
_CANCELED_BY_CUSTOMER = 0.012
_ON_OFFER = 0.12
_BY_COMPANY = 0.7


class Sales:
    """Makes the orders of every stream, in the order of time."""

    def __init__(self, scenario: Scenario, people: People, assortment: Assortment, days: Days, chance: Random) -> None:
        self._scenario, self._people, self._assortment = scenario, people, assortment
        self._days, self._chance = days, chance
        self._paces = {key: list(accumulate(p.pace for p in pool)) for key, pool in people.pools.items()}
        self._areas = {code: list(store.areas.items()) for code, store in scenario.stores.items()}
        self._sizes = {channel: Wheel(chance, range(1, len(w) + 1), w) for channel, w in _LINES.items()}
        self._hours = Wheel(chance, range(24), _WEB_HOURS)
        self._hours_before_four = Wheel(chance, _BEFORE_FOUR, [_WEB_HOURS[hour] for hour in _BEFORE_FOUR])

    def make(self) -> list[Order]:
        """All orders from the first day to the last, numbered as their channels number them."""
        orders = [order for stream in list_streams(self._scenario) for order in self._of_stream(stream)]
        orders.sort(key=lambda order: order.at)
        _number(orders)
        return orders

    def _of_stream(self, stream: Stream) -> list[Order]:
        moments = [
            day * DAY + self._second(stream)
            for day, count in daily_counts(stream, self._days, self._chance)
            for _ in range(count)
        ]
        buyers = self._buyers(stream, len(moments))
        return [self._order(stream, at, buyer) for at, buyer in zip(moments, buyers, strict=True)]

    def _second(self, stream: Stream) -> int:
        chance = self._chance
        if stream.mode == CARRIED:
            return int(chance.triangular(9.2 * HOUR, 18.4 * HOUR, 13.5 * HOUR))
        if stream.channel == PHONE:
            return int(chance.uniform(9 * HOUR, 17.5 * HOUR))
        hours = self._hours_before_four if stream.mode == PICKUP else self._hours
        return hours.spin() * HOUR + int(chance.random() * HOUR)

    def _buyers(self, stream: Stream, count: int) -> list[Person | None]:
        key = (SOURCE_OF[stream.channel], stream.store)
        pool = self._people.pools[key]
        drawn: list[Person | None] = list(self._chance.choices(pool, cum_weights=self._paces[key], k=count))
        unknown = 1 - self._scenario.shares.till_identified if stream.channel == STORE_CHANNEL else 0.0
        return [None if unknown and self._chance.random() < unknown else person for person in drawn]

    def _order(self, stream: Stream, at: int, buyer: Person | None) -> Order:
        chance = self._chance
        order = Order(stream.channel, stream.store, at, stream.mode, wants=stream.wants)
        if stream.channel == PHONE and chance.random() < _BY_COMPANY:
            order.company, buyer = f"COM-{chance.randint(1, self._scenario.companies):02}", None
        if buyer is not None:
            give(order, buyer, chance)
        elif stream.mode == HOME:
            order.area, order.city = chance.choice(self._areas[stream.store])
        order.lines = self._lines(order)
        if stream.mode == HOME and stream.channel == WEB and chance.random() < _CANCELED_BY_CUSTOMER:
            order.canceled_at = at + chance.randint(HOUR, 9 * HOUR)
        return order

    def _lines(self, order: Order) -> list[Line]:
        chance, count = self._chance, self._sizes[order.channel].spin()
        products = self._assortment.choose(self._days.season(order.day), count, order.wants)
        return [Line(p, self._pieces(order), 15 if chance.random() < _ON_OFFER else 0) for p in products]

    def _pieces(self, order: Order) -> int:
        if order.company:
            return self._chance.randint(4, 14)
        roll = self._chance.random()
        return 1 if roll < 0.84 else 2 if roll < 0.96 else 3


def give(order: Order, buyer: Person, chance: Random) -> None:
    """Let `buyer` have placed the order, under one of their records of the channel's source."""
    records = buyer.records[SOURCE_OF[order.channel]]
    order.person = buyer
    order.record_key = (records[0] if len(records) == 1 else chance.choice(records)).key
    order.area, order.city = buyer.area, buyer.city


def _number(orders: list[Order]) -> None:
    receipts: dict[str, int] = {}
    for place, order in enumerate(orders):
        if order.mode == CARRIED:
            receipts[order.store] = receipts.get(order.store, 0) + 1
            order.number = f"{order.store}-{receipts[order.store]:06}"
        else:
            order.number = f"{_PREFIX[order.channel]}{place + 100_000}"


_PREFIX = {WEB: "W", MARKETPLACE: "MP", PHONE: "C"}
