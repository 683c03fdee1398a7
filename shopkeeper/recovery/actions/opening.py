"""Opening cases: by harm, age and what the team can carry; or because somebody asks."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id, short_number
from shopkeeper.organization import public as organization
from shopkeeper.recovery.actions.letters import hold_others
from shopkeeper.recovery.actions.noticing import take_signals, take_turn
from shopkeeper.recovery.contracts import Fault, HarmSignal, SignalKind, StepKind, Team
from shopkeeper.recovery.events import CaseOpened
from shopkeeper.recovery.models import Apology, Case, Episode, Signal, Step
from shopkeeper.recovery.queries import teams
from shopkeeper.recovery.queries.signals import get_today
from shopkeeper.recovery.rules.opening import choose, room_for_new
from shopkeeper.recovery.rules.playbooks import leading_step, team_for

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('recovery.opening'))"


@action
def open_due_cases(*, by: Actor, now: datetime) -> int:
    """Take on the most pressing people, as many as each team can carry today; how many. The rest waits in groups.

    :raises NobodyInRole: when there is nobody at all to give a case to
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)  # two openers at once would each fill the team's day
    today = get_today(now=now)
    roster = teams.Roster(by=by, now=now)
    waiting = teams.list_waiting(roster, today=today)
    loads = teams.loads_of({one.team for one in waiting}, now=now)
    room = {team: room_for_new(load) for team, load in loads.items()}
    chosen = choose(waiting, room, today=today)
    locked = Episode.objects.select_for_update(no_key=True).in_bulk(chosen)
    known = set(Case.objects.filter(episode__in=locked).values_list("episode_id", flat=True))
    fresh = [episode for key, episode in locked.items() if key not in known]  # somebody may have been quicker by hand
    for episode in fresh:
        open_for(episode, roster, by=by, now=now)
    return len(fresh)


@action
def open_case(*, episode_id: UUID, by: Actor, now: datetime) -> str:
    """Open a case for one episode because somebody asks, whatever the team's day holds; the case's number."""
    by.require("recovery.work_cases")
    episode = Episode.objects.select_for_update(no_key=True).get(pk=episode_id)
    known = Case.objects.filter(episode=episode).first()
    if known:
        return known.number
    return open_for(episode, teams.Roster(by=by, now=now), by=by, now=now)


@action
def report_harm(
    *, customer_id: UUID, fault: Fault, by: Actor, now: datetime, order_id: UUID | None = None,
    outlet_id: UUID | None = None,
) -> str:  # fmt: skip
    """Somebody of the staff tells what a customer told them: a case at once, or the one already open; its number."""
    by.require("recovery.work_cases")
    ref = f"report:{new_id()}"
    # What went wrong, which nobody has measured, and that the customer told us.
    kinds = [SignalKind.COMPLAINT] if fault is Fault.LOW_SCORE else [SignalKind(fault.value), SignalKind.COMPLAINT]
    signals = [
        HarmSignal(
            kind=kind, ref=f"{ref}:{kind}", customer_id=customer_id, record_id=None, order_id=order_id,
            outlet_id=outlet_id, feedback_id=None, occurred_at=now, size=Decimal(0),
        )
        for kind in kinds
    ]  # fmt: skip
    take_turn()
    take_signals(signals, by=by, now=now)
    episode_id = Signal.objects.values_list("episode_id", flat=True).get(ref=signals[0].ref)
    return open_case(episode_id=episode_id, by=by, now=now)


def open_for(episode: Episode, roster: teams.Roster, *, by: Actor, now: datetime) -> str:
    """Write the case with its steps, each with an owner and a deadline; the caller holds the episode's lock."""
    playbook, store_id = roster.playbook(Fault(episode.fault)), roster.find_store(episode.outlet_id)
    lead = team_for(leading_step([teams.plan_of(step) for step in playbook.steps.all()]), store_id)
    owner = roster.choose_owner(lead)
    case = Case.objects.create(
        number=_next_number(), episode=episode, customer_id=episode.customer_id, record_id=episode.record_id,
        outlet_id=episode.outlet_id, playbook=playbook, role=lead.role, team_outlet_id=lead.outlet_id,
        owner_id=owner.id, opened_at=now, opened_by=by.id,
    )  # fmt: skip
    _write_steps(case, owner, lead, store_id, roster)
    hold_others(case, by=by, now=now)
    opened = CaseOpened(
        case_id=case.id, number=case.number, customer_id=case.customer_id, fault=episode.fault, owner_id=owner.id
    )
    announce(opened, by=by, now=now)
    return case.number


def _write_steps(
    case: Case, owner: organization.Person, lead: Team, store_id: UUID | None, roster: teams.Roster
) -> None:
    calendar = roster.calendar(store_id)
    for template in case.playbook.steps.all():
        team = team_for(teams.plan_of(template), store_id)
        person = owner if team == lead else roster.choose_owner(team)
        roster.loads[person.id] += 1
        span = timedelta(minutes=template.due_minutes)
        step = Step.objects.create(
            case=case, position=template.position, kind=template.kind, template=template, channel=template.channel,
            role=team.role, owner_id=person.id, due_at=organization.add_working_time(calendar, case.opened_at, span),
        )  # fmt: skip
        if step.kind == StepKind.APOLOGIZE:
            Apology.objects.create(
                case=case, step=step, employee_id=person.id, channel=step.channel, due_at=step.due_at
            )


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('recovery_case_number')")
        return short_number(cursor.fetchone()[0])
