"""How much each team can carry, and how much waits for it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.recovery.contracts import Team
from shopkeeper.recovery.models import Capacity
from shopkeeper.recovery.queries.signals import get_today
from shopkeeper.recovery.queries.teams import Roster, leaders, list_waiting, loads_of
from shopkeeper.recovery.rules.opening import Load, is_due, room_for_new


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """A team with what it carries and how many people wait for it who were harmed enough to be called."""

    team: Team
    load: Load
    waiting: int
    has_own_limits: bool

    @property
    def taken_today(self) -> int:
        """How many of those who wait would be taken on now."""
        return min(self.waiting, room_for_new(self.load))

    @property
    def days(self) -> int | None:
        """In how many days everybody who waits now would have somebody; None where nobody is ever taken on."""
        a_day = self.load.people * self.load.new_a_day
        return -(-self.waiting // a_day) if a_day else None

    def with_limits(self, new_a_day: int, open_at_once: int) -> "TeamLoad":
        """The same team, if a person carried so many."""
        return replace(self, load=replace(self.load, new_a_day=new_a_day, open_at_once=open_at_once))


def list_loads(*, by: Actor, now: datetime) -> list[TeamLoad]:
    """Every team that leads cases and that the actor may see, those with most people waiting first."""
    waiting, own = _count_waiting(by=by, now=now), _with_own_limits()
    company = {Team(step.role) for step in leaders().values()}
    teams = [team for team in waiting.keys() | own | company if may_see(team, by=by)]
    loads = [TeamLoad(team, load, waiting[team], team in own) for team, load in loads_of(teams, now=now).items()]
    return sorted(loads, key=lambda one: (-one.waiting, one.team.role, str(one.team.outlet_id)))


def find_load(team: Team, *, by: Actor, now: datetime) -> TeamLoad:
    """One team; somebody who leads no case yet carries the usual limits."""
    waiting = _count_waiting(by=by, now=now)
    return TeamLoad(team, loads_of([team], now=now)[team], waiting[team], team in _with_own_limits())


def _count_waiting(*, by: Actor, now: datetime) -> Counter[Team]:
    today = get_today(now=now)
    return Counter(one.team for one in list_waiting(Roster(by=by, now=now), today=today) if is_due(one, today=today))


def _with_own_limits() -> set[Team]:
    return {Team(row.role, row.outlet_id) for row in Capacity.objects.all()}


def may_see(team: Team, *, by: Actor) -> bool:
    """Whether a team lies in the actor's scope."""
    return by.scopes.company_wide or (team.outlet_id is not None and by.scopes.allows("outlet_id", team.outlet_id))
