"""Who may let a held order go."""

from shopkeeper.orders.contracts import HoldReason

_WEIGHED = frozenset({HoldReason.FRAUD, HoldReason.CREDIT})


def right_to_release(reason: HoldReason) -> str:
    """The permission that it takes: a suspicion of fraud and used-up credit are weighed by whoever answers for them."""
    return "orders.release_holds" if reason in _WEIGHED else "orders.change_orders"
