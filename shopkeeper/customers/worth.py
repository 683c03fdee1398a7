"""What a right decision about a person is worth: modules above say what they know, in points."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

Weigh = Callable[[Sequence[UUID]], Mapping[UUID, float]]

_WEIGHERS: dict[str, Weigh] = {}


def register_worth(name: str, weigh: Weigh) -> None:
    """Offer a part: `weigh(customer_ids)` gives the points of those customers that have any, in one go for all.

    A point is about what one unit of the retailer's money spent with us is worth.
    """
    _WEIGHERS[name] = weigh


def weigh_customers(customer_ids: Sequence[UUID]) -> dict[UUID, float]:
    """The points of many customers, from all modules; those without any are left out."""
    points: dict[UUID, float] = {}
    for weigh in _WEIGHERS.values():
        for customer, more in weigh(customer_ids).items():
            points[customer] = points.get(customer, 0.0) + more
    return points
