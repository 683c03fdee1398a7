"""How likely a parcel under way is to come late, from its lane's times and its last scan.

The lane says what parcels of this service, node and area do that have been out as long as this one. The last scan says
what parcels of the service do that were last seen so. What usually comes after this hour is all that today can still
bring. Both know the service, so it is taken out once: with odds
o(p) = p / (1 - p), o(late) = o(late | scan) * o(late | lane) / o(late | service), which is Bayes' rule where scan and
lane tell independently of each other (Good, "Probability and the Weighing of Evidence", 1950). That they do not is
set right afterwards by what became of earlier forecasts (`promises.set_right`).
"""

from dataclasses import dataclass
from functools import partial

from shopkeeper.delivery.rules.lanes import Curve, arrived_until, chance_of_late, quantile

SURE = 0.005
"""Nothing is ever quite certain: chances stay between this and one less this."""
EXPECTED = 0.8


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """A parcel today, in delivery days: out since `elapsed`, in time up to day `allowed` after the hand-over.

    `since_scan` and `left_after_scan` count from the day of the last scan: until today, until the promised day.
    `of_today` is the share of a day's parcels that usually come later than at this hour.
    """

    elapsed: int
    allowed: int
    since_scan: int | None = None
    left_after_scan: int = 0
    of_today: float = 1.0


def forecast(parcel: OnTheWay, *, lane: Curve, service: Curve, scan: Curve | None = None) -> float:
    """The chance that the parcel comes after its promised day, before it is set right."""
    late = partial(chance_of_late, of_today=parcel.of_today)
    by_lane = late(lane, elapsed=parcel.elapsed, allowed=parcel.allowed)
    if scan is None or parcel.since_scan is None or parcel.allowed < parcel.elapsed:
        return _clip(by_lane)
    by_scan = late(scan, elapsed=parcel.since_scan, allowed=parcel.left_after_scan)
    by_service = late(service, elapsed=parcel.elapsed, allowed=parcel.allowed)
    odds = _odds(by_scan) * _odds(by_lane) / _odds(by_service)
    return _clip(odds / (1 + odds))


def expected_days(curve: Curve, elapsed: int, share: float = EXPECTED, of_today: float = 1.0) -> int:
    """The delivery day by which four of five such parcels have come that are still out on day `elapsed`."""
    before = arrived_until(curve, elapsed, of_today)
    return max(elapsed, quantile(curve, before + share * (1 - before)))


def _clip(chance: float) -> float:
    return min(1 - SURE, max(SURE, chance))


def _odds(chance: float) -> float:
    clipped = _clip(chance)
    return clipped / (1 - clipped)
