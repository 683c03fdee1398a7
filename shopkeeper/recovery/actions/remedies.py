"""Remedies: reserved in a team's budget, given or released; asked of an approver where they are above it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.orders import public as orders
from shopkeeper.organization import public as organization
from shopkeeper.recovery.actions.allowances import hold_allowances
from shopkeeper.recovery.actions.paying import goes_by_order, pay_back
from shopkeeper.recovery.actions.steps import complete_step
from shopkeeper.recovery.contracts import RemedyKind, RemedyState, Team
from shopkeeper.recovery.errors import BudgetUsedUp, CaseIsOver, RemedyNotWaiting, SecondPersonAsked
from shopkeeper.recovery.events import RemedyAsked, RemedyMoved
from shopkeeper.recovery.models import Case, RecoveryBudget, Remedy, RemedyMove, Step
from shopkeeper.recovery.queries.budgets import find_allowance, get_room, month_of
from shopkeeper.recovery.rules.remedies import check_amount, needs_approval

APPROVER = organization.Role.CHIEF_CUSTOMER_OFFICER


@action
def offer_remedy(
    *, case_id: UUID, kind: RemedyKind, amount: Decimal, by: Actor, now: datetime, reason: str = ""
) -> RemedyState:
    """Reserve a remedy in the budget of the case's team; above its ceiling or its month, ask the approver.

    :raises WrongAmount: for nothing, or fractions of the smallest coin
    :raises CaseIsOver: when the case ended
    """
    by.require("recovery.work_cases")
    check_amount(amount)
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    if case.resolved_at is not None:
        raise CaseIsOver(number=case.number)
    hold_allowances()
    room = get_room(Team(case.role, case.team_outlet_id), now=now)
    remedy = Remedy(
        case=case, kind=kind, amount=amount, currency=room.currency, reason=reason.strip()[:250],
        state=RemedyState.ASKED, asked_at=now,
    )  # fmt: skip
    budget = None if needs_approval(amount, room) else _reserve(room.team, amount, now=now)
    if budget is None:
        return _ask(remedy, by=by, now=now)
    remedy.budget, remedy.state = budget, RemedyState.RESERVED
    remedy.save()
    _note_move(remedy, RemedyState.RESERVED, by=by, now=now)
    return RemedyState.RESERVED


@action
def decide_remedy(*, remedy_id: UUID, grant: bool, by: Actor, now: datetime) -> None:
    """Grant or refuse what was asked. What is granted comes from the approver's own budget: who decides, pays. Money
    for an order goes back with that very decision.

    :raises RemedyNotWaiting: when it was decided already
    :raises BudgetUsedUp: when the approver's month has no room for it
    """
    by.require("recovery.approve_remedies")
    remedy = Remedy.objects.select_for_update(no_key=True).get(pk=remedy_id)
    if not grant:
        _move(remedy, RemedyState.ASKED, RemedyState.REFUSED, by=by, now=now)
        return
    _move(remedy, RemedyState.ASKED, RemedyState.RESERVED, by=by, now=now)
    hold_allowances()
    team = Team(APPROVER)
    remedy.budget = _reserve(team, remedy.amount, now=now)
    if remedy.budget is None:
        room = get_room(team, now=now)
        raise BudgetUsedUp(left=room.left, currency=room.currency, role=team.role)
    remedy.save(update_fields=["budget"])
    if goes_by_order(remedy):
        _give(remedy, by=by, now=now)


@action
def give_remedy(*, remedy_id: UUID, by: Actor, now: datetime) -> None:
    """The customer has it: what was reserved counts as given. Money and credit for an order go back with this, or wait
    for a second person where they are above what `by` may give alone.

    :raises RemedyNotWaiting: unless it is reserved
    :raises SecondPersonAsked: when somebody was asked to agree already
    :raises MoreThanCaptured: when less was taken for the order
    """
    by.require("recovery.work_cases")
    remedy = Remedy.objects.select_for_update(no_key=True).get(pk=remedy_id)
    if remedy.state != RemedyState.RESERVED:
        raise RemedyNotWaiting(state=remedy.state)
    if remedy.refund_id:
        raise SecondPersonAsked
    _give(remedy, by=by, now=now)


@action
def give_in_step(
    *, step_id: UUID, kind: RemedyKind, amount: Decimal, reason: str = "", by: Actor, now: datetime
) -> RemedyState:
    """Do a step by giving something: at once where it is within all limits, else somebody is asked. The step is done.

    :raises StepAlreadyDone: when somebody else was quicker
    :raises MoreThanCaptured: when less was taken for the order
    """
    step = Step.objects.get(pk=step_id)
    offered = offer_remedy(case_id=step.case_id, kind=kind, amount=amount, reason=reason, by=by, now=now)
    if offered is RemedyState.RESERVED:
        newest = Remedy.objects.filter(case=step.case_id, state=RemedyState.RESERVED).latest("asked_at", "id")
        give_remedy(remedy_id=newest.id, by=by, now=now)
        offered = RemedyState(Remedy.objects.values_list("state", flat=True).get(pk=newest.pk))
    complete_step(step_id=step_id, note=reason, by=by, now=now)
    return offered


@action
def settle_remedy(*, refund_id: UUID, agreed: bool, by: Actor, now: datetime) -> None:
    """A second person decided about the money of a remedy: it is given, or free again. Twice changes nothing."""
    remedy = Remedy.objects.select_for_update(no_key=True).filter(refund=refund_id, state=RemedyState.RESERVED).first()
    if remedy and agreed:
        _hand_over(remedy, by=by, now=now)
    elif remedy:
        _release(remedy, by=by, now=now)


@action
def free_remedy(*, refund_id: UUID, by: Actor, now: datetime) -> None:
    """The money of a remedy was taken back: its month has it again. Twice changes nothing."""
    remedy = Remedy.objects.select_for_update(no_key=True).filter(refund=refund_id).first()
    if remedy and remedy.state == RemedyState.RESERVED:
        _release(remedy, by=by, now=now)
    elif remedy and remedy.state == RemedyState.GIVEN:
        _move(remedy, RemedyState.GIVEN, RemedyState.RELEASED, by=by, now=now)
        _change(remedy, given=F("given") - remedy.amount)


@action
def release_remedy(*, remedy_id: UUID, by: Actor, now: datetime) -> None:
    """The customer did not want it: what was reserved is free again.

    :raises RemedyNotWaiting: unless it is reserved
    """
    by.require("recovery.work_cases")
    remedy = Remedy.objects.select_for_update(no_key=True).get(pk=remedy_id)
    _release(remedy, by=by, now=now)
    if remedy.refund_id:
        orders.deny_refund(refund_id=remedy.refund_id, by=by, now=now)


def release_open_remedies(case: Case, *, by: Actor, now: datetime) -> None:
    """A case that ends holds nothing back any more, but for money that a second person decides about."""
    # All are locked before any is looked at: one that is granted just now is another one by then.
    for remedy in Remedy.objects.select_for_update(no_key=True).filter(case=case).order_by("id"):
        if remedy.state == RemedyState.RESERVED and remedy.refund_id is None:
            _release(remedy, by=by, now=now)
        elif remedy.state == RemedyState.ASKED:
            _move(remedy, RemedyState.ASKED, RemedyState.REFUSED, by=by, now=now)


def _give(remedy: Remedy, *, by: Actor, now: datetime) -> None:
    if not goes_by_order(remedy) or pay_back(remedy, by=by, now=now):
        _hand_over(remedy, by=by, now=now)


def _hand_over(remedy: Remedy, *, by: Actor, now: datetime) -> None:
    _move(remedy, RemedyState.RESERVED, RemedyState.GIVEN, by=by, now=now)
    _change(remedy, reserved=F("reserved") - remedy.amount, given=F("given") + remedy.amount)


def _release(remedy: Remedy, *, by: Actor, now: datetime) -> None:
    _move(remedy, RemedyState.RESERVED, RemedyState.RELEASED, by=by, now=now)
    _change(remedy, reserved=F("reserved") - remedy.amount)


def _reserve(team: Team, amount: Decimal, *, now: datetime) -> RecoveryBudget | None:
    """Take an amount out of a team's month by one guarded update; None when it has no room for it."""
    allowance = find_allowance(team)
    if allowance is None:
        return None
    of_month = {"role": team.role, "outlet_id": team.outlet_id, "month": month_of(now)}
    defaults = {"allowed": allowance.monthly, "currency": organization.get_retailer().currency}
    month, _ = RecoveryBudget.objects.get_or_create(**of_month, defaults=defaults)
    fits = RecoveryBudget.objects.filter(pk=month.pk, allowed__gte=F("reserved") + F("given") + amount)
    return month if fits.update(reserved=F("reserved") + amount) else None


def _ask(remedy: Remedy, *, by: Actor, now: datetime) -> RemedyState:
    approver = organization.get_person_for(APPROVER, now=now)
    remedy.approver_id = approver.id
    remedy.save()
    RemedyMove.objects.create(remedy=remedy, state=RemedyState.ASKED, by=by.id, by_name=by.name, at=now)
    asked = RemedyAsked(
        case_id=remedy.case_id, remedy_id=remedy.id, approver_id=approver.id, amount=remedy.amount,
        currency=remedy.currency,
    )  # fmt: skip
    announce(asked, by=by, now=now)
    return RemedyState.ASKED


def _move(remedy: Remedy, start: RemedyState, end: RemedyState, *, by: Actor, now: datetime) -> None:
    # A guarded update: of two who decide at once, one is told that it was decided.
    if not Remedy.objects.filter(pk=remedy.pk, state=start).update(state=end):
        raise RemedyNotWaiting(state=remedy.state)
    remedy.state = end
    _note_move(remedy, end, by=by, now=now)


def _note_move(remedy: Remedy, state: RemedyState, *, by: Actor, now: datetime) -> None:
    RemedyMove.objects.create(remedy=remedy, state=state, by=by.id, by_name=by.name, at=now)
    moved = RemedyMoved(
        case_id=remedy.case_id, remedy_id=remedy.id, state=state, amount=remedy.amount, currency=remedy.currency
    )
    announce(moved, by=by, now=now)


def _change(remedy: Remedy, **changes: object) -> None:
    RecoveryBudget.objects.filter(Q(pk=remedy.budget_id)).update(**changes)
