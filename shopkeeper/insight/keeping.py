"""`@kept`: figures that many people ask for are worked out once for each state of the lake."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, wraps
from zoneinfo import ZoneInfo

from shopkeeper.core.actors import Actor, Scopes
from shopkeeper.insight.warehouse import state_of_lake
from shopkeeper.organization import public as organization

_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an answer depends on; who asks, and when, counts only by the scopes and the day."""

    arguments: tuple[Hashable, ...]
    scopes: Scopes
    zone: str
    today: date
    lake: tuple[int, ...]
    by: Actor = field(compare=False)
    now: datetime = field(compare=False)


def kept[R](question: Callable[..., R]) -> Callable[..., R]:
    """Keep what `question(*arguments, by=, now=)` answers until the lake moves; nobody may change what they get.

    The arguments must be hashable, and the answer may come from the lake alone: what else it depends on (targets, say)
    is looked up around it. Where this process is its own warehouse, each call asks.
    """
    remember = lru_cache(maxsize=_AT_MOST)(lambda asked: question(*asked.arguments, by=asked.by, now=asked.now))

    @wraps(question)
    def ask(*arguments: Hashable, by: Actor, now: datetime) -> R:
        lake = state_of_lake()
        if lake is None:
            return question(*arguments, by=by, now=now)
        zone = organization.get_retailer().time_zone
        today = now.astimezone(ZoneInfo(zone)).date()
        return remember(_Asked(arguments, by.scopes, zone, today, lake, by, now))

    return ask
