"""Teams: who takes a case on, how much they carry, and whom it is given to."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from shopkeeper.core.actors import Actor
from shopkeeper.organization import public as organization
from shopkeeper.recovery.contracts import Fault, StepKind, Team
from shopkeeper.recovery.errors import NoPlaybook
from shopkeeper.recovery.models import Capacity, Case, Episode, Playbook, PlaybookStep, Step
from shopkeeper.recovery.rules.harm import TOO_LATE_AFTER
from shopkeeper.recovery.rules.opening import NEW_A_DAY, OPEN_AT_ONCE, Load, Waiting
from shopkeeper.recovery.rules.playbooks import StepPlan, leading_step, team_for


def get_playbook(fault: Fault) -> Playbook:
    """The playbook in force for a fault.

    :raises NoPlaybook: when there is none
    """
    row = Playbook.objects.filter(fault=fault, ends_at=None).prefetch_related("steps").first()
    if row is None:
        raise NoPlaybook(fault=fault)
    return row


def plan_of(step: PlaybookStep) -> StepPlan:
    """A step of a playbook as the rules see it."""
    return StepPlan(
        kind=StepKind(step.kind), role=step.role, channel=step.channel, due_minutes=step.due_minutes, title=step.title,
        say=step.say, store_role=step.store_role,
    )  # fmt: skip


def leaders() -> dict[Fault, StepPlan]:
    """Fault -> the step whose person leads a case of it, for the playbooks in force."""
    rows = Playbook.objects.filter(ends_at=None).prefetch_related("steps")
    return {Fault(row.fault): leading_step([plan_of(step) for step in row.steps.all()]) for row in rows}


class Roster:
    """Who is there and when places work, looked up once for a run, with how much each person has to do already.

    :raises NobodyInRole: from `choose_owner`, when nobody holds a role and nobody stands in for it
    """

    def __init__(self, *, by: Actor, now: datetime) -> None:
        self.now = now
        outlets = organization.list_outlets(by=by, kind=organization.OutletKind.STORE)
        self.stores = frozenset(outlet.id for outlet in outlets)
        self.loads = _open_steps_by_owner()
        self._people: dict[Team, list[organization.Person]] = {}
        self._calendars: dict[UUID | None, organization.WorkingCalendar] = {}
        self._playbooks: dict[Fault, Playbook] = {}

    def find_store(self, outlet_id: UUID | None) -> UUID | None:
        """The outlet, if it is a store, where people of the place put things right."""
        return outlet_id if outlet_id in self.stores else None

    def choose_owner(self, team: Team) -> organization.Person:
        """Who of a team takes the next step: the one on duty with the fewest open steps, else whoever steps in."""
        if team not in self._people:
            self._people[team] = _candidates(team, now=self.now)
        return min(self._people[team], key=lambda person: (self.loads[person.id], person.name))

    def calendar(self, store_id: UUID | None) -> organization.WorkingCalendar:
        """When a store works, or the company."""
        if store_id not in self._calendars:
            self._calendars[store_id] = organization.get_calendar(store_id, now=self.now)
        return self._calendars[store_id]

    def playbook(self, fault: Fault) -> Playbook:
        """What is done about a fault."""
        if fault not in self._playbooks:
            self._playbooks[fault] = get_playbook(fault)
        return self._playbooks[fault]


def _candidates(team: Team, *, now: datetime) -> list[organization.Person]:
    role = organization.Role(team.role)
    people = organization.list_on_duty(role, outlet_id=team.outlet_id, now=now)
    return people or [organization.get_person_for(role, outlet_id=team.outlet_id, now=now)]


def _open_steps_by_owner() -> Counter[UUID]:
    """How many steps each employee has open, to share new ones out evenly."""
    rows = Step.objects.filter(completion=None, case__resolved_at=None).values("owner_id").annotate(n=Count("id"))
    return Counter({row["owner_id"]: row["n"] for row in rows})


def list_waiting(roster: Roster, *, today: datetime) -> list[Waiting]:
    """Everybody who waits without a case, each with the team that would take them on."""
    by_fault = leaders()
    rows = Episode.objects.waiting().filter(last_at__gte=today - TOO_LATE_AFTER)
    return [
        Waiting(pk, team_for(by_fault[Fault(fault)], roster.find_store(outlet)), harm, last_at)
        for pk, fault, outlet, harm, last_at in rows.values_list("id", "fault", "outlet_id", "harm", "last_at")
        if fault in by_fault
    ]


def loads_of(teams: Iterable[Team], *, now: datetime) -> dict[Team, Load]:
    """What each team carries today, and its limits: its own, else those of its role, else the usual ones."""
    people = organization.list_people(now=now)
    cases, limits = _count_cases(now), {Team(row.role, row.outlet_id): row for row in Capacity.objects.all()}
    loads = {}
    for team in teams:
        own = {p.id for p in people if p.role == team.role and team.outlet_id in (None, p.outlet_id)}
        today, open_now = cases.get((team.role, team.outlet_id), (0, 0))
        found = limits.get(team) or limits.get(Team(team.role))
        new_a_day, at_once = (found.new_a_day, found.open_at_once) if found else (NEW_A_DAY, OPEN_AT_ONCE)
        # A role that nobody holds still has somebody who steps in for it.
        loads[team] = Load(max(1, len(own)), today, open_now, new_a_day, at_once)
    return loads


def _count_cases(now: datetime) -> dict[tuple[str, UUID | None], tuple[int, int]]:
    """By role and outlet: the cases opened today, and those open now."""
    is_open, is_new = Q(resolved_at=None), Q(opened_at__gte=_start_of_day(now))
    rows = Case.objects.filter(is_open | is_new).values_list("role", "team_outlet_id").order_by()
    counted = rows.annotate(today=Count("id", filter=is_new), open=Count("id", filter=is_open))
    return {(role, outlet): (today, open_now) for role, outlet, today, open_now in counted}


def _start_of_day(now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(organization.get_retailer().time_zone))
    return local - timedelta(
        hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
