"""Decisions about money."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from shopkeeper.payments.contracts import NOTHING, Balance, Means, Method, Sums
from shopkeeper.payments.errors import MeansDoNotAddUp, NoAmount

_CENT = Decimal("0.01")
_TURN = (Method.GIFT_CARD, Method.STORE_CREDIT, Method.INVOICE, Method.CASH, Method.CARD)


def check_amount(amount: Decimal) -> None:
    """Money that moves is positive and has two decimals.

    :raises NoAmount: when it is not
    """
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(_CENT):
        raise NoAmount


def turn_of(asked_at: datetime, method: str) -> tuple[datetime, int]:
    """By what order money is taken: what was put up first, first; of one time, what is good with us alone before money.

    Back it goes the other way round: what was put up last first, and of one time money before gift cards, in whatever
    order somebody listed them.
    """
    return asked_at, _TURN.index(Method(method))


def spread(amount: Decimal, rooms: Sequence[Decimal]) -> list[Decimal]:
    """Divide an amount over what several can bear, filling one after the other; less than all where they bear less."""
    parts = []
    for room in rooms:
        part = min(max(room, NOTHING), amount)
        parts.append(part)
        amount -= part
    return parts


def share_out(total: Decimal, means: Sequence[Means]) -> list[Decimal]:
    """How much of a total each means pays: what it names, and the one that names nothing pays the rest.

    :raises MeansDoNotAddUp: when the means do not add up to the total, or two name nothing
    """
    named = sum((one.amount for one in means if one.amount is not None), NOTHING)
    open_ones = sum(one.amount is None for one in means)
    rest = total - named
    if open_ones > 1 or rest < 0 or (rest > 0 and not open_ones):
        raise MeansDoNotAddUp(total=total, named=named)
    return [rest if one.amount is None else one.amount for one in means]


def add_up(tenders: Iterable[tuple[Sums, bool]]) -> Balance:
    """All tenders of a ref together; one that was declined is asked for nothing any more."""
    every = list(tenders)
    return Balance(
        asked=sum((s.amount - s.authorized for s, declined in every if not declined), NOTHING),
        authorized=sum((s.authorized for s, _ in every), NOTHING),
        captured=sum((s.captured + s.capturing for s, _ in every), NOTHING),
        voided=sum((s.voided for s, _ in every), NOTHING),
        refunded=sum((s.refunded + s.refunding for s, _ in every), NOTHING),
        capturable=sum((s.capturable for s, _ in every), NOTHING),
        refundable=sum((s.captured + s.capturing - s.refunded - s.refunding for s, _ in every), NOTHING),
        refundable_now=sum((s.refundable for s, _ in every), NOTHING),
    )
