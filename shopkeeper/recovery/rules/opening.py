"""Who is taken on first: by harm and age, as many as the team can carry today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from shopkeeper.recovery.contracts import Team
from shopkeeper.recovery.rules.harm import is_too_late, pressing

NEW_A_DAY = 4
OPEN_AT_ONCE = 10
"""For each person of a team, where nobody has said otherwise."""
DATA_IS_LIVE_WITHIN = timedelta(days=7)
WORTH_A_CASE = Decimal(4)
"""Harm below this is shown in groups only: a late hour needs no call."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody harmed without a case."""

    episode_id: UUID
    team: Team
    harm: Decimal
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Load:
    """What a team carries: people in it, cases opened today, cases open now, and its limits for each person."""

    people: int
    opened_today: int
    open_now: int
    new_a_day: int = NEW_A_DAY
    open_at_once: int = OPEN_AT_ONCE


def room_for_new(load: Load) -> int:
    """How many more cases a team can take on today without dropping those it has."""
    today = load.people * load.new_a_day - load.opened_today
    at_once = load.people * load.open_at_once - load.open_now
    return max(0, min(today, at_once))


def is_due(one: Waiting, *, today: datetime) -> bool:
    """Whether somebody was harmed enough, and lately enough, to be called."""
    return one.harm >= WORTH_A_CASE and not is_too_late(one.last_at, today)


def choose(waiting: Iterable[Waiting], room: Mapping[Team, int], *, today: datetime) -> list[UUID]:
    """The episodes to open now, most pressing first; the rest stays in its groups."""
    ranked = sorted(
        (one for one in waiting if is_due(one, today=today)),
        key=lambda one: (-pressing(one.harm, today - one.last_at), one.episode_id),
    )
    left, chosen = dict(room), []
    for one in ranked:
        if left.get(one.team, 0) > 0:
            left[one.team] -= 1
            chosen.append(one.episode_id)
    return chosen


def find_today(*, newest_at: datetime | None, bulk_at: datetime | None, now: datetime) -> datetime:
    """The day from which age is counted.

    It is now while data keeps coming. A retailer who brings an export that ended long ago works at its end: the time by
    which 99 % of its last three months had come in (`bulk_at`), since exports trail off in a thin tail.
    """
    if newest_at is None or bulk_at is None or now - newest_at <= DATA_IS_LIVE_WITHIN:
        return now
    return min(now, bulk_at)
