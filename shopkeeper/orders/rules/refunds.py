"""Who may give how much back, and how much there is to give."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from shopkeeper.orders.contracts import GoodwillLimits
from shopkeeper.orders.errors import NotYoursToApprove
from shopkeeper.payments.public import MoreThanCaptured


def limit_of(may: Callable[[str], bool], limits: GoodwillLimits) -> Decimal | None:
    """Up to how much somebody may give alone; None is without limit."""
    if may("orders.refund_any"):
        return None
    if may("orders.refund_more"):
        return limits.leading
    return limits.serving if may("orders.refund_little") else Decimal(0)


def within(amount: Decimal, limit: Decimal | None) -> bool:
    """Whether an amount needs no second person."""
    return limit is None or amount <= limit


def check_second_person(*, amount: Decimal, limit: Decimal | None, asked_by: str, decided_by: str) -> None:
    """Whoever approves is somebody else, and may give that much.

    :raises NotYoursToApprove: when not
    """
    if asked_by == decided_by or not within(amount, limit):
        raise NotYoursToApprove


def check_there(amount: Decimal, *, taken: Decimal, promised: Decimal) -> None:
    """Never more goes back than was taken, with what is promised already.

    :raises MoreThanCaptured: when it would
    """
    if amount > taken - promised:
        raise MoreThanCaptured(left=max(Decimal(0), taken - promised))


def may_take_back(may: Callable[[str], bool], *, asked_by: str, name: str) -> bool:
    """What somebody gave themselves, or anything for those who decide about refunds of others."""
    return asked_by == name or may("orders.refund_more")


def told_by_refunds(
    moves: Sequence[tuple[datetime, Decimal]], refunds: Sequence[tuple[datetime, Decimal]]
) -> frozenset[int]:
    """Which moves of money (by their place, those of nothing left out) are parts of refunds that were decided, since
    one may go back by several means: each move counts to the first refund that came before it and has room for it."""
    left = [amount for _at, amount in refunds]
    told = set()
    for place, (at, amount) in enumerate(moves):
        fits = (n for n, (paid_at, _all) in enumerate(refunds) if amount and paid_at <= at and left[n] >= amount)
        found = next(fits, None)
        if found is not None:
            left[found] -= amount
            told.add(place)
    return frozenset(told)
