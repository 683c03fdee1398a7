"""What may be given: within the ceiling and the budget at once, above them by asking."""

from decimal import Decimal

from shopkeeper.recovery.contracts import Room
from shopkeeper.recovery.errors import WrongAmount


def check_amount(amount: Decimal) -> None:
    """An amount that a person can mean.

    :raises WrongAmount: for nothing, less than nothing, or fractions of the smallest coin
    """
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise WrongAmount


def needs_approval(amount: Decimal, room: Room) -> bool:
    """Whether an amount is above what the team may give in one case, or above what is left this month."""
    return amount > room.ceiling or amount > room.left
