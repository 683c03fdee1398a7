"""How long a lane takes, from what was measured, shrunk to what its parents take where few parcels went.

Time is counted in delivery days after the hand-over. For each day d the hazard is the share of parcels that arrive on
day d among those that had not arrived before and were watched until then (Kaplan & Meier, "Nonparametric estimation
from incomplete observations", JASA 53, 1958), so parcels still under way count for as long as they were seen and
nobody is taken for quick because the slow ones have not come yet. With few parcels the hazard is drawn towards the
parent's, as a beta-binomial with a prior worth STRENGTH parcels does (Efron & Morris, "Stein's estimation rule and its
competitors", JASA 68, 1973): h(d) = (arrived(d) + STRENGTH * parent(d)) / (watched(d) + STRENGTH).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

STRENGTH = 20.0
DAYS = 15
"""Curves end after so many delivery days; what has not come by then is taken for lost."""
_BROCHURE_KEPT, _DAY_AFTER = 0.85, 0.6

type Curve = tuple[float, ...]


@dataclass(slots=True)
class Watched:
    """Parcels of a lane by delivery days: on which day they arrived, or up to which they were seen still under way."""

    arrived: list[int] = field(default_factory=lambda: [0] * DAYS)
    waiting: list[int] = field(default_factory=lambda: [0] * DAYS)

    def add(self, days: int, *, arrived: int = 0, waiting: int = 0) -> None:
        """Count parcels; what took longer than a curve goes on counts as waiting until its end."""
        if days >= DAYS:
            arrived, waiting, days = 0, arrived + waiting, DAYS - 1
        self.arrived[max(0, days)] += arrived
        self.waiting[max(0, days)] += waiting

    def join(self, other: "Watched") -> None:
        """Count another lane's parcels too."""
        self.arrived = [a + b for a, b in zip(self.arrived, other.arrived, strict=True)]
        self.waiting = [a + b for a, b in zip(self.waiting, other.waiting, strict=True)]


def brochure(days: int) -> Curve:
    """What nobody has measured: the carrier's words, believed for 85 of 100 parcels, and then 60 % a day."""
    hazards = [0.0] * min(days, DAYS - 1) + [_BROCHURE_KEPT]
    return curve_of([*hazards, *[_DAY_AFTER] * (DAYS - len(hazards))])


def shrink(watched: Watched, parent: Curve, *, strength: float = STRENGTH) -> Curve:
    """The lane's curve: the share that has arrived by each day, drawn towards the parent's where little was seen."""
    expected, hazards = hazards_of(parent), []
    at_risk = sum(watched.arrived) + sum(watched.waiting)
    for day in range(DAYS):
        # A parcel seen under way on day d has not arrived before d; whether it does on d is not known yet.
        watched_on_day = at_risk - watched.waiting[day]
        hazards.append((watched.arrived[day] + strength * expected[day]) / (watched_on_day + strength))
        at_risk -= watched.arrived[day] + watched.waiting[day]
    return curve_of(hazards)


def hazards_of(curve: Curve) -> list[float]:
    """For each day the share that arrives among those that had not before."""
    before, found = 0.0, []
    for share in curve:
        left = 1 - before
        found.append(min(1.0, (share - before) / left) if left > 1e-9 else 1.0)
        before = share
    return found


def curve_of(hazards: Sequence[float]) -> Curve:
    """The share that has arrived by each day."""
    left, curve = 1.0, []
    for hazard in hazards:
        left *= 1 - hazard
        curve.append(round(1 - left, 6))
    return tuple(curve)


def quantile(curve: Curve, share: float) -> int:
    """The first day by which at least this share has arrived; the last day of the curve where it never gets there."""
    return next((day for day, arrived in enumerate(curve) if arrived >= share), len(curve) - 1)


def share_by(curve: Curve, days: int) -> float:
    """The share that has arrived by a day; what lies beyond the curve counts as its end."""
    return curve[min(days, len(curve) - 1)] if days >= 0 else 0.0


def arrived_until(curve: Curve, elapsed: int, of_today: float = 1.0) -> float:
    """The share that has arrived by now, on day `elapsed`, when `of_today` of this day's parcels have yet to come."""
    before = share_by(curve, elapsed - 1)
    return before + (1 - of_today) * (share_by(curve, elapsed) - before)


def chance_of_late(curve: Curve, *, elapsed: int, allowed: int, of_today: float = 1.0) -> float:
    """The chance that a parcel arrives after `allowed` days, given that it has not by now, on day `elapsed`.

    `of_today` is the share of this day's parcels that usually come later than at this hour: all of them at its start.
    """
    still_out = 1 - arrived_until(curve, elapsed, of_today)
    if allowed < elapsed or still_out <= 0:
        return 1.0
    return max(0.0, min(1.0, (1 - share_by(curve, allowed)) / still_out))
