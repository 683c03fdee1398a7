"""How many orders come by each way on each day: the daily base, the seasons, and the exact counts of the troubles."""

from dataclasses import dataclass
from random import Random

from shopkeeper.demo.generator.days import Days
from shopkeeper.demo.generator.dice import apportion, uneven
from shopkeeper.demo.generator.world import CARRIED, HOME, MARKETPLACE, PHONE, PICKUP, STORE_CHANNEL, WEB
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import BetterShelf, HiddenCollection, PhantomStock

_WEEK = {
    STORE_CHANNEL: (0.86, 0.86, 0.9, 0.95, 1.1, 1.52, 0.81),
    WEB: (1.1, 1.05, 1.0, 0.98, 0.92, 0.9, 1.05),
    MARKETPLACE: (1.05, 1.05, 1.0, 1.0, 0.95, 0.9, 1.05),
    PHONE: (1.35, 1.35, 1.3, 1.3, 1.2, 0.5, 0.0),
}
PAYS_AFTER_OPTIONS = 0.92
"""The share of those who chose a delivery option and then order; the others leave at the payment."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Orders that come one way: channel, store nearest to the buyer, mode, how many a day, and its trend."""

    channel: str
    store: str
    mode: str
    daily: float
    trend: float = 0.0
    opened: int | None = None
    wants: str = ""
    exact_from: int = 0
    exact_total: int = 0


def list_streams(scenario: Scenario) -> list[Stream]:
    """Every way that orders come."""
    return [*_tills(scenario), *_web(scenario), *_other_homes(scenario)]


def daily_counts(stream: Stream, days: Days, chance: Random) -> list[tuple[int, int]]:
    """(day, orders) of a stream; from `exact_from` to yesterday they add up to `exact_total`."""
    weights = uneven(chance, [_weight(stream, day, days) for day in days])
    usual = sum(weight for day, weight in zip(days, weights, strict=True) if day < 0) or 1.0
    length = -days.first if stream.opened is None else -stream.opened
    start = stream.exact_from or 0
    parts = [(days.first, start, stream.daily * length), (start, 0, stream.exact_total)]
    later = stream.exact_total / -start if start else stream.daily
    counts: list[tuple[int, int]] = []
    for first, last, total in parts:
        span = range(first, last)
        part = [weights[day - days.first] for day in span]
        whole = total if first == start else total * sum(part) / usual
        counts += zip(span, apportion(round(whole), part), strict=True)
    ahead = range(days.last + 1)
    part = [weights[day - days.first] for day in ahead]
    mean = usual / length
    return [*counts, *zip(ahead, apportion(round(later * sum(part) / mean), part), strict=True)]


def _weight(stream: Stream, day: int, days: Days) -> float:
    if stream.opened is not None and day < stream.opened:
        return 0.0
    slope = 1 + stream.trend * ((day - days.first) / -days.first - 0.5)
    return days.rush(day) * _WEEK[stream.channel][days.weekday(day)] * slope


def _tills(scenario: Scenario) -> list[Stream]:
    open_share = sum(s.tills * _open_part(s.opened, scenario) for s in scenario.stores.values())
    rate = scenario.daily.till / open_share
    return [
        Stream(STORE_CHANNEL, code, CARRIED, store.tills * rate, -scenario.shares.web_growth / 4, store.opened)
        for code, store in scenario.stores.items()
    ]


def _open_part(opened: int | None, scenario: Scenario) -> float:
    return 1.0 if opened is None else -opened / scenario.history_days


def _web(scenario: Scenario) -> list[Stream]:
    pickups = [stream for code in scenario.stores for stream in _pickups(scenario, code)]
    collected = sum(stream.daily * _open_part(stream.opened, scenario) for stream in pickups)
    homes = _split_by_homes(scenario, WEB, scenario.daily.web - collected, scenario.shares.web_growth)
    return _with_hidden_collection(scenario, [*homes, *pickups])


def _other_homes(scenario: Scenario) -> list[Stream]:
    return [
        *_split_by_homes(scenario, MARKETPLACE, scenario.daily.marketplace),
        *_split_by_homes(scenario, PHONE, scenario.daily.phone),
    ]


def _split_by_homes(scenario: Scenario, channel: str, daily: float, trend: float = 0.0) -> list[Stream]:
    homes = sum(store.homes for store in scenario.stores.values())
    return [Stream(channel, code, HOME, daily * store.homes / homes, trend) for code, store in scenario.stores.items()]


def _pickups(scenario: Scenario, code: str) -> list[Stream]:
    store = scenario.stores[code]
    shelf, phantom = scenario.find(BetterShelf), scenario.find(PhantomStock)
    if shelf and shelf.store == code:
        return [_exactly(code, shelf.since, shelf.pickups)]
    if phantom and phantom.store == code:
        wanted = _exactly(code, phantom.since, phantom.pickups, phantom.department)
        return [wanted, Stream(WEB, code, PICKUP, store.pickups - wanted.daily, opened=store.opened)]
    return [Stream(WEB, code, PICKUP, store.pickups, opened=store.opened)]


def _exactly(code: str, since: int, total: int, wants: str = "") -> Stream:
    return Stream(WEB, code, PICKUP, total / -since, wants=wants, exact_from=since, exact_total=total)


def _with_hidden_collection(scenario: Scenario, streams: list[Stream]) -> list[Stream]:
    trouble = scenario.find(HiddenCollection)
    if trouble is None:
        return streams
    hit = [stream for stream in streams if stream.store in trouble.stores]
    orders = round((trouble.reached - trouble.dropped) * PAYS_AFTER_OPTIONS)
    totals = apportion(orders, [stream.daily for stream in hit])
    cut = {
        id(stream): Stream(stream.channel, stream.store, stream.mode, stream.daily, stream.trend, stream.opened,
                           stream.wants, trouble.since, total)
        for stream, total in zip(hit, totals, strict=True)
    }  # fmt: skip
    return [cut.get(id(stream), stream) for stream in streams]
