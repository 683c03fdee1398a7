"""How long an order waits on the pick-up shelf, and who may take it."""

from datetime import datetime, timedelta

from shopkeeper.orders.contracts import Proof, ShelfDays
from shopkeeper.orders.errors import NobodyNamed, WrongCode


def check_proof(*, proof: Proof, shown: str, code: str, name: str) -> None:
    """A code is the one that was sent; of a paper or a signature the name is kept.

    :raises WrongCode: when it is another one
    :raises NobodyNamed: when nobody wrote the name down
    """
    if proof is Proof.CODE and (not code or shown.replace(" ", "") != code):
        raise WrongCode
    if proof is not Proof.CODE and not name.strip():
        raise NobodyNamed


def remind_at(keep_until: datetime, ready_at: datetime, shelf: ShelfDays) -> datetime:
    """When the customer is reminded: some days before the end, and never within a day of the first notice."""
    return max(keep_until - timedelta(days=shelf.remind_before), ready_at + timedelta(days=1))
