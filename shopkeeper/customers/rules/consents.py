"""Which consent is in force: the last statement of each record, and of several records the most restrictive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from shopkeeper.customers.contracts import ConsentState, Purpose

CHANNELS = ("email", "sms")
ASKED = tuple((purpose, channel) for purpose in (Purpose.MARKETING, Purpose.SURVEY) for channel in CHANNELS)
"""What needs leave, and where."""

Merges = Mapping[UUID, tuple[UUID, datetime]]
"""Merged customer -> the customer that it was merged into, and when."""

_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said about one purpose and channel; without a record they said it to us as the person we know."""

    record_id: UUID | None
    state: ConsentState
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Word:
    """A statement, for which brand (empty: all), and the customer whose it is, merged or not."""

    customer_id: UUID
    brand: str
    statement: Statement


class Ground(StrEnum):
    """Why one of several answers counts."""

    RESTRICTIVE = "restrictive"
    """The records differ, and the most restrictive one counts."""
    OWN_WORD = "own_word"
    """The person told us themselves later."""
    BRANDS = "brands"
    """They answered otherwise for another brand; each counts for its own, and who names none meets the refusal."""


def decide(statements: Iterable[Statement]) -> ConsentState | None:
    """The state in force, or None when nothing was ever said.

    A merge must never widen consent, so a refusal in one record stands against a grant in another, whichever is later.
    """
    return _restrict(said.state for said in last_words(statements))


def last_words(statements: Iterable[Statement]) -> list[Statement]:
    """The last one of each record; what the known person says themselves replaces all before it."""
    ordered = sorted(statements, key=lambda statement: statement.occurred_at)
    spoken = max((place for place, said in enumerate(ordered) if said.record_id is None), default=0)
    return list({said.record_id: said for said in ordered[spoken:]}.values())


def decide_across(said: Iterable[tuple[str, Statement]], *, brand: str = "") -> ConsentState | None:
    """The same for statements with their brand (empty: all); who asks for no brand in particular meets the no of any.

    Otherwise a yes to one brand would speak for another one that the person has left.
    """
    return _restrict(decide(ones) for _, ones in _by_brand(list(said), brand))


def decide_for(words: Sequence[Word], merges: Merges, *, brand: str = "") -> ConsentState | None:
    """The same for everything that a person said, of each of the customers who they were the most restrictive."""
    return _restrict(decide_across(party, brand=brand) for party in _list_parties(words, merges))


def list_standing_words(words: Sequence[Word], merges: Merges) -> list[tuple[str, Statement]]:
    """The statements that count today, each with the brand for which it does."""
    branded = (pair for party in _list_parties(words, merges) for pair in _by_brand(party, ""))
    return [(brand, said) for brand, statements in branded for said in last_words(statements)]


def find_ground(words: Sequence[Word], merges: Merges) -> Ground | None:
    """Why one answer counts where those whose last words these are do not agree; None where all say the same."""
    ordered = sorted(words, key=lambda word: word.statement.occurred_at)
    last = {(word.brand, word.statement.record_id or word.customer_id): word.statement.state for word in ordered}
    if not _differ(last.values()):
        return None
    standing = list_standing_words(words, merges)
    if not _differ(said.state for _, said in standing):
        return Ground.OWN_WORD
    brands = {brand for brand, _ in standing}
    is_torn = any(_differ(said.state for theirs, said in standing if theirs == brand) for brand in brands)
    return Ground.RESTRICTIVE if is_torn else Ground.BRANDS


def became_one_at(one: UUID, other: UUID, merges: Merges) -> datetime | None:
    """Since when two customers are one; None where they are not."""
    theirs = dict(_list_steps(other, merges))
    met = [max(at, theirs[customer]) for customer, at in _list_steps(one, merges) if customer in theirs]
    return min(met, default=None)


def is_allowed(purpose: Purpose, state: ConsentState | None) -> bool:
    """Marketing needs a yes, a survey must not meet a no, what the person waits for (a parcel) needs neither."""
    if purpose is Purpose.SERVICE:
        return True
    if purpose is Purpose.SURVEY:
        return state in (None, ConsentState.GRANTED)
    return state is ConsentState.GRANTED


def _restrict(states: Iterable[ConsentState | None]) -> ConsentState | None:
    known = [state for state in states if state is not None]
    refusals = [state for state in known if state is not ConsentState.GRANTED]
    return next(iter(refusals or known), None)


def _differ(states: Iterable[ConsentState]) -> bool:
    return len({state is ConsentState.GRANTED for state in states}) > 1


def _by_brand(rows: Sequence[tuple[str, Statement]], brand: str) -> list[tuple[str, list[Statement]]]:
    brands = {brand} if brand else {theirs for theirs, _ in rows if theirs} or {""}
    return [(name, [said for theirs, said in rows if theirs in ("", name)]) for name in sorted(brands)]


def _list_parties(words: Sequence[Word], merges: Merges) -> list[list[tuple[str, Statement]]]:
    """What speaks for each customer: their own statements, and what was said to us when they were one with others."""
    customers = sorted({word.customer_id for word in words}, key=str)
    return [
        [(word.brand, word.statement) for word in words if _speaks_for(word, customer, merges)]
        for customer in customers
    ]  # fmt: skip


def _speaks_for(word: Word, customer: UUID, merges: Merges) -> bool:
    if word.customer_id == customer or word.statement.record_id is not None:
        return word.customer_id == customer
    since = became_one_at(word.customer_id, customer, merges)
    return since is not None and word.statement.occurred_at >= since


def _list_steps(customer: UUID, merges: Merges) -> Iterable[tuple[UUID, datetime]]:
    since = _ALWAYS
    yield customer, since
    while customer in merges:
        customer, at = merges[customer]
        since = max(since, at)
        yield customer, since
