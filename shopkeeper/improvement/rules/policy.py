"""Which causes become problems by themselves: certain, new, and large enough to be worth somebody's weeks."""

from dataclasses import dataclass
from decimal import Decimal

NEWS = frozenset({"change", "new"})
"""Kinds of causes that began; what is over, and what always was so, is for people to take up."""


@dataclass(frozen=True, slots=True)
class Policy:
    """From what size on a cause is a problem without anybody asking: in people hurt, or in money a year.

    Either is enough. Not `is_on`: people open every problem.
    """

    is_on: bool = True
    fewest_people: int = 20
    least_a_year: Decimal = Decimal(1000)


def deserves_a_problem(
    policy: Policy, *, kind: str, direction: str, is_certain: bool, is_judgment: bool, people: int, a_year: Decimal
) -> bool:
    """Whether a cause becomes a problem. Judgments do not: what people were judging is found by its own metric."""
    is_claim = direction == "worse" and kind in NEWS and is_certain and not is_judgment
    return policy.is_on and is_claim and (people >= policy.fewest_people or a_year >= policy.least_a_year)
