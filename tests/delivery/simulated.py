"""A made-up carrier whose parcels tell where they are, to see whether forecasts come true.

Each lane has its own pace. A parcel may get stuck in a hub for some days; on the morning of its arrival it is scanned
onto a van, and some vans find nobody. Forecasts are made each morning after the vans have left.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from shopkeeper.delivery.rules.forecasts import OnTheWay, forecast
from shopkeeper.delivery.rules.lanes import Curve, Watched, brochure, shrink
from shopkeeper.promises.contracts import CalibrationBin
from shopkeeper.promises.rules import BINS, set_right

PACES = (0.85, 0.8, 0.75, 0.7, 0.7, 0.6, 0.5, 0.4, 0.35, 0.25)


@dataclass(frozen=True, slots=True)
class Trip:
    """A parcel: its lane, the day promised, the day on which it arrived, and what was scanned on each morning."""

    lane: int
    promised: int
    arrived: int
    scans: tuple[tuple[int, str], ...]

    def last_scan(self, day: int) -> tuple[int, str]:
        """What is known of it on the morning of a day."""
        return max(scan for scan in self.scans if scan[0] <= day)


def drive(chance: Random, lane: int) -> Trip:
    """One parcel on its way."""
    day, scans = 0, [(0, "in_transit")]
    while True:
        day += 1
        if chance.random() < 0.06:  # stuck somewhere, and nobody scans it
            day += chance.randint(1, 3)
        if chance.random() < PACES[lane]:
            scans.append((day, "out_for_delivery"))
            if chance.random() > 0.12:
                return Trip(lane, 2 + (lane % 2), day, tuple(scans))
        else:
            scans.append((day, "in_transit"))


def drive_many(chance: Random, count: int) -> list[Trip]:
    """So many parcels over all lanes."""
    return [drive(chance, chance.randrange(len(PACES))) for _ in range(count)]


def learn(trips: list[Trip]) -> tuple[dict[int, Curve], Curve, dict[str, Curve]]:
    """The times of each lane, of the service, and after each kind of scan, as the product measures them."""
    lanes: dict[int, Watched] = defaultdict(Watched)
    stages: dict[str, Watched] = defaultdict(Watched)
    whole = Watched()
    for trip in trips:
        lanes[trip.lane].add(trip.arrived, arrived=1)
        whole.add(trip.arrived, arrived=1)
        for day, status in trip.scans:
            stages[status].add(trip.arrived - day, arrived=1)
    service = shrink(whole, brochure(2))
    of_lanes = {lane: shrink(watched, service) for lane, watched in lanes.items()}
    return of_lanes, service, {status: shrink(watched, brochure(1)) for status, watched in stages.items()}


def mornings(
    trips: list[Trip], lanes: dict[int, Curve], service: Curve, stages: dict[str, Curve]
) -> Iterator[tuple[float, bool]]:
    """(what is forecast, whether it came late) for each morning on which a parcel is out and not late yet."""
    for trip in trips:
        for day in range(1, min(trip.arrived, trip.promised) + 1):
            scanned_on, status = trip.last_scan(day)
            facts = OnTheWay(day, trip.promised, day - scanned_on, trip.promised - scanned_on)
            said = forecast(facts, lane=lanes[trip.lane], service=service, scan=stages[status])
            yield said, trip.arrived > trip.promised


def reliability(told: list[tuple[float, bool]]) -> tuple[CalibrationBin, ...]:
    """What was said and what became of it, by tenths."""
    found = []
    for place in range(BINS):
        here = [(said, late) for said, late in told if min(int(said * BINS), BINS - 1) == place]
        if here:
            said = sum(said for said, _ in here) / len(here)
            late = sum(late for _, late in here)
            found.append(CalibrationBin(place / BINS, (place + 1) / BINS, len(here), said, late))
    return tuple(found)


def forecasts(seed: int, parcels: int) -> tuple[list[tuple[float, bool]], list[tuple[float, bool]]]:
    """Raw forecasts of new parcels, and the same set right by the forecasts of parcels before them."""
    chance = Random(seed)
    times = learn(drive_many(chance, parcels))
    bins = reliability(list(mornings(drive_many(chance, parcels), *times)))
    raw = list(mornings(drive_many(chance, parcels), *times))
    return raw, [(set_right(said, bins), late) for said, late in raw]


if __name__ == "__main__":
    before, after = forecasts(seed=11, parcels=20_000)
    for name, told in (("as computed", before), ("set right by their past", after)):
        print(f"Forecasts {name}, 20,000 parcels:")  # noqa: T201
        for bar in reliability(told):
            share = bar.broken / bar.n
            print(f"  said {bar.said:5.1%}  came late {share:5.1%}  of {bar.n:6,}")  # noqa: T201
