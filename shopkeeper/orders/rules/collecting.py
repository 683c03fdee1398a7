"""How long an order waits on the pick-up shelf, and who may take it."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from shopkeeper.orders.contracts import Proof, ShelfDays
from shopkeeper.orders.errors import NobodyNamed, WaitsForOthers, WrongCode


def check_proof(*, proof: Proof, shown: str, code: str, name: str, waits_for: Sequence[str] = ()) -> None:
    """A code is the one that was sent; the name on a paper, or of whoever signs, is one that it `waits_for`.

    :raises WrongCode: when it is another one
    :raises NobodyNamed: when nobody wrote the name down
    :raises WaitsForOthers: when no part of the name is of those who may have it, as far as they are known
    """
    if proof is Proof.CODE and (not code or shown.replace(" ", "") != code):
        raise WrongCode
    if proof is not Proof.CODE and not name.strip():
        raise NobodyNamed
    known = [each for each in waits_for if each]
    if proof is not Proof.CODE and known and not _words(name) & _words(" ".join(known)):
        raise WaitsForOthers(name=name.strip()[:80], known=", ".join(dict.fromkeys(known)))


def _words(name: str) -> set[str]:
    """The parts of a name without accents and capitals; single letters stand for nobody."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return {word for word in re.split(r"\W+", plain.casefold()) if len(word) > 1}


def remind_at(keep_until: datetime, ready_at: datetime, shelf: ShelfDays) -> datetime:
    """When the customer is reminded: some days before the end, and never within a day of the first notice."""
    return max(keep_until - timedelta(days=shelf.remind_before), ready_at + timedelta(days=1))
