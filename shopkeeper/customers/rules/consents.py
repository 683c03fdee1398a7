"""Which consent is in force: the last statement of each record, and of several records the most restrictive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.customers.contracts import ConsentState, Purpose


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said about one purpose and channel; without a record they said it to us as the person we know."""

    record_id: UUID | None
    state: ConsentState
    occurred_at: datetime


def decide(statements: Iterable[Statement]) -> ConsentState | None:
    """The state in force, or None when nothing was ever said.

    A merge must never widen consent, so a refusal in one record stands against a grant in another, whichever is later.
    What the known person says themselves later replaces all of it.
    """
    ordered = sorted(statements, key=lambda statement: statement.occurred_at)
    spoken = max((place for place, said in enumerate(ordered) if said.record_id is None), default=0)
    last = {statement.record_id: statement.state for statement in ordered[spoken:]}
    refusals = [state for state in last.values() if state is not ConsentState.GRANTED]
    return refusals[0] if refusals else next(iter(last.values()), None)


def decide_across(said: Iterable[tuple[str, Statement]], *, brand: str = "") -> ConsentState | None:
    """The same for statements with their brand (empty: all); who asks for no brand in particular meets the no of any.

    Otherwise a yes to one brand would speak for another one that the person has left.
    """
    rows = list(said)
    brands = {brand} if brand else {theirs for theirs, _ in rows if theirs} or {""}
    states = [decide(one for theirs, one in rows if theirs in ("", name)) for name in sorted(brands)]
    known = [state for state in states if state is not None]
    refusals = [state for state in known if state is not ConsentState.GRANTED]
    return refusals[0] if refusals else next(iter(known), None)


def is_allowed(purpose: Purpose, state: ConsentState | None) -> bool:
    """Marketing needs a yes, a survey must not meet a no, what the person waits for (a parcel) needs neither."""
    if purpose is Purpose.SERVICE:
        return True
    if purpose is Purpose.SURVEY:
        return state in (None, ConsentState.GRANTED)
    return state is ConsentState.GRANTED
