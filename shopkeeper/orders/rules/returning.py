"""What may come back, what it is worth then, and what a person has to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.orders.contracts.policies import OftenBack, PolicySpec
from shopkeeper.orders.contracts.returning import Condition, ReturnState, Ruling

AGAINST = frozenset({"final_sale", "too_late", "too_late_for_faults"})
DOUBTS = frozenset({"dear", "often"})
"""The reasons for which the policy says no, or asks a person."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Wish:
    """Pieces that somebody wants to send back: what they are worth, when they came, what their policy says."""

    worth: Decimal
    delivered_at: datetime | None
    is_faulty: bool
    policy: PolicySpec


@dataclass(frozen=True, slots=True)
class Habits:
    """What somebody got and sent back lately, in pieces."""

    got: int = 0
    sent_back: int = 0

    def are_unusual(self, limits: OftenBack) -> bool:
        """So much came back that somebody should look."""
        return self.sent_back >= limits.pieces and self.sent_back * 100 >= self.got * limits.percent


def rule_on(wishes: Sequence[Wish], habits: Habits, limits: OftenBack, *, now: datetime) -> Ruling:
    """What the policy says of a return as a whole: one piece that may not come back denies it, a doubt asks a person.

    What is faulty may come back for longer, final sale or not.
    """
    against = {code for wish in wishes for code in _against(wish, now=now)}
    if against:
        return Ruling(ReturnState.DENIED, tuple(sorted(against)))
    doubts = {code for wish in wishes for code in _doubts(wish)} | ({"often"} if habits.are_unusual(limits) else set())
    if doubts:
        return Ruling(ReturnState.REQUESTED, tuple(sorted(doubts)))
    return Ruling(ReturnState.APPROVED, ("faulty",) if any(wish.is_faulty for wish in wishes) else ("in_time",))


def policy_of(path: Sequence[UUID], policies: Mapping[UUID | None, PolicySpec]) -> PolicySpec:
    """The policy of a category, whose path runs from the root down: the nearest one that somebody has set."""
    named = (policies[node] for node in reversed(path) if node in policies)
    return next(named, policies[None])


def percent_back(condition: Condition, policy: PolicySpec) -> int:
    """How much of its price a piece brings that was found like this."""
    if condition is Condition.SPOILED:
        return 0
    return policy.worn_percent if condition is Condition.WORN else 100


def share(worth: Decimal, pieces: int, of: int, percent: int) -> Decimal:
    """What so many of the pieces bring that are worth this together."""
    return (worth * pieces * percent / (of * 100)).quantize(_CENT) if of else Decimal(0)


def _against(wish: Wish, *, now: datetime) -> set[str]:
    if wish.is_faulty:
        return {"too_late_for_faults"} if _days_since(wish, now) > wish.policy.faulty_days else set()
    if wish.policy.is_final_sale:
        return {"final_sale"}
    return {"too_late"} if _days_since(wish, now) > wish.policy.days else set()


def _doubts(wish: Wish) -> set[str]:
    above = wish.policy.person_above
    return {"dear"} if above is not None and wish.worth > above else set()


def _days_since(wish: Wish, now: datetime) -> int:
    return (now - wish.delivered_at).days if wish.delivered_at else 0


def lowest_price(sold_for: Decimal | None, list_price: Decimal | None) -> Decimal:
    """What a piece without a receipt is worth: the least that anybody paid of late, and never above its list price."""
    known = [price for price in (sold_for, list_price) if price is not None]
    return max(Decimal(0), min(known)).quantize(_CENT) if known else Decimal(0)
