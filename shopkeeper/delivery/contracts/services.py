"""Services as they are set up: prices, cut-offs, days off, capacity."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum


class ServiceKind(StrEnum):
    """How something can reach a customer."""

    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"
    NOMINATED_DAY = "nominated_day"
    LOCKER = "locker"
    STANDARD = "standard"
    COLLECT = "collect"


@dataclass(frozen=True, slots=True)
class RateSpec:
    """A price up to a weight into a zone, by its code; empty: everywhere, any weight. `cost` is what we pay."""

    price: Decimal
    currency: str
    cost: Decimal | None = None
    zone: str = ""
    up_to_grams: int | None = None


@dataclass(frozen=True, slots=True)
class CutOffSpec:
    """Order by `at` by the clock of the node (empty: of each), leaves so many days later, with the van that comes at
    `picked_up_at`."""

    at: time
    node: str = ""
    weekday: int | None = None
    leaves_after_days: int = 0
    picked_up_at: time | None = None


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """A service as it is set up; weekdays count from 0, Monday. An empty carrier means collecting."""

    code: str
    carrier: str
    name: str
    kind: ServiceKind
    rates: tuple[RateSpec, ...] = ()
    cut_offs: tuple[CutOffSpec, ...] = ()
    collects_on: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    delivers_on: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    brochure_days: int = 2
    promise_percent: int = 90
    ready_minutes: int = 120
    days_ahead: int = 10
    max_grams: int | None = None
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosureSpec:
    """A day on which a carrier does not drive or a node does not send; both empty: nobody does."""

    day: date
    carrier: str = ""
    node: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CapacitySpec:
    """How many parcels a day, of a service and from a node where they are named; `parcels` None takes it away."""

    parcels: int | None
    carrier: str = ""
    service: str = ""
    node: str = ""
    weekday: int | None = None
    day: date | None = None
