"""Cases as lists, cards and one whole page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from shopkeeper.core.actors import Actor
from shopkeeper.core.remembering import remembered
from shopkeeper.customers import public as customers
from shopkeeper.promises import public as promises
from shopkeeper.recovery.contracts import CaseCard, CaseState, Fault, NextStep, StepCard, StepKind
from shopkeeper.recovery.models import Case, Step
from shopkeeper.recovery.models.cases import CaseQuerySet
from shopkeeper.recovery.words import case_heading, person_words, step_title, words_to_say


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases are wanted; empty fields do not limit."""

    owner_id: UUID | None = None
    fault: str = ""
    overdue: bool = False
    resolved: bool | None = False
    """None: open ones, then those that ended last."""
    customer_ids: tuple[UUID, ...] = ()
    order_id: UUID | None = None


def select_cases(asked: Asked, *, by: Actor, now: datetime) -> CaseQuerySet:
    """The cases in the actor's scope that are wanted: open ones by due time, resolved ones newest first."""
    open_steps = Step.objects.filter(case=OuterRef("pk"), completion=None).order_by("position").values("due_at")
    last_step = Step.objects.filter(case=OuterRef("pk")).order_by("-due_at").values("due_at")
    rows: Any = Case.objects.visible_to(by).annotate(due_at=Coalesce(Subquery(open_steps[:1]), Subquery(last_step[:1])))
    limits = {
        "episode__fault": asked.fault,
        "episode__order_id": asked.order_id,
        "customer__in": asked.customer_ids,
    }
    rows = rows.filter(**{name: value for name, value in limits.items() if value})
    if asked.owner_id:
        theirs = Step.objects.filter(case=OuterRef("pk"), completion=None, owner=asked.owner_id)
        rows = rows.filter(Q(owner=asked.owner_id) | Exists(theirs))
    if asked.resolved is None:
        return rows.order_by(F("resolved_at").desc(nulls_first=True), "due_at", "number")
    if asked.resolved:
        return rows.exclude(resolved_at=None).order_by("-resolved_at")
    rows = rows.open().order_by("due_at", "number")
    return rows.filter(due_at__lt=now) if asked.overdue else rows


def list_cases(asked: Asked, *, by: Actor, now: datetime, limit: int = 100, offset: int = 0) -> list[CaseCard]:
    """Cards of the cases that are wanted."""
    rows = whole(select_cases(asked, by=by, now=now))[offset : offset + limit]
    names = names_of(case.customer_id for case in rows)
    return [card_of(case, names) for case in rows]


def count_by_fault(asked: Asked, *, by: Actor, now: datetime) -> dict[Fault, int]:
    """How many of the cases that are wanted there are of each fault."""
    rows = select_cases(asked, by=by, now=now).order_by().values("episode__fault").annotate(n=Count("id"))
    return {Fault(row["episode__fault"]): row["n"] for row in rows}


def whole(rows: CaseQuerySet) -> CaseQuerySet:
    """With all that a card shows, in a handful of queries however many cases there are."""
    joined = rows.select_related("episode__order", "episode__outlet", "outlet", "owner", "customer")
    steps = Step.objects.select_related("template", "completion", "owner")
    return joined.prefetch_related("episode__signals", Prefetch("steps", steps), "resolutions")


def names_of(customer_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What people are called; nothing for those who never told us, or were erased."""
    return {key: card.name for key, card in customers.get_customer_cards(customer_ids).items()}


def state_of(case: Case) -> CaseState:
    """Where a case stands, from its facts."""
    if case.resolved_at is not None:
        last = max(case.resolutions.all(), key=lambda end: end.at)
        return CaseState(last.outcome)
    started = any(hasattr(step, "completion") for step in case.steps.all())
    return CaseState.IN_PROGRESS if started else CaseState.NEW


def next_step_of(case: Case) -> Step | None:
    """The first step that nobody has done."""
    return next((step for step in case.steps.all() if not hasattr(step, "completion")), None)


def card_of(case: Case, names: Mapping[UUID, str]) -> CaseCard:
    """A case as others know it; the row was fetched by `whole`."""
    step, order, name = next_step_of(case), case.episode.order, names.get(case.customer_id, "")
    for one in case.steps.all():
        one.case = case
    return CaseCard(
        number=case.number, state=state_of(case), fault=Fault(case.episode.fault), title=case_heading(case),
        customer_id=case.customer_id, customer=name or person_words(case.customer.number),
        order_id=order.id if order else None, order=order.number if order else "", outlet_id=case.outlet_id,
        outlet=case.outlet.name if case.outlet else "", owner_id=case.owner_id, owner=case.owner.name,
        role=case.role, harm=case.episode.harm, opened_at=case.opened_at,
        due_at=None if case.resolved_at else getattr(case, "due_at", step.due_at if step else None),
        next_step=step_title(step, name) if step and not case.resolved_at else "", resolved_at=case.resolved_at,
    )  # fmt: skip


def step_cards(case: Case, name: str) -> list[StepCard]:
    """The steps of a case in order, with the words to say in those that are open."""
    arrived = orders_that_came([case])
    return [_step_card(case, step, name, arrived=arrived) for step in case.steps.all()]


def orders_that_came(cases: Iterable[Case]) -> set[UUID]:
    """The orders of some cases of which a delivery came, in time or late."""
    asked = {f"order:{case.episode.order_id}": case.episode.order_id for case in cases if case.episode.order_id}
    kept = promises.refs_fulfilled(asked, kind=promises.PromiseKind.DELIVERY) if asked else ()
    return {order_id for ref in kept if (order_id := asked[ref])}


def _step_card(case: Case, step: Step, name: str, *, arrived: Collection[UUID]) -> StepCard:
    step.case = case
    done = getattr(step, "completion", None)
    return StepCard(
        id=step.id, position=step.position, kind=StepKind(step.kind), title=step_title(step, name),
        say="" if done else words_to_say(step, name, arrived=arrived), channel=step.channel, role=step.role,
        owner_id=step.owner_id, owner=step.owner.name, due_at=step.due_at, done_at=done.at if done else None,
        outcome=done.outcome if done else "", note=done.note if done else "",
    )  # fmt: skip


def list_open_steps_of(employee_ids: Sequence[UUID]) -> Sequence[Step]:
    """The steps that some people have to do next: of each case only the first that is open."""
    earlier = Step.objects.filter(case=OuterRef("case"), completion=None, position__lt=OuterRef("position"))
    rows = Step.objects.filter(~Exists(earlier), owner__in=employee_ids, completion=None, case__resolved_at=None)
    # More is fetched apart: to plan one statement with all these joins takes ten times as long as to run it.
    apart = ("case__episode__order", "case__episode__outlet", "case__episode__signals")
    return list(rows.select_related("case__episode", "template", "owner").prefetch_related(*apart).order_by("due_at"))


def list_next_steps(*, due_before: datetime, by: Actor, now: datetime, limit: int = 500) -> list[NextStep]:
    """Of each open case the step to do next, where it falls due before that instant; the most pressing first."""
    waiting = Step.objects.filter(completion=None, due_at__lt=due_before).values("case")
    rows = whole(Case.objects.visible_to(by).filter(resolved_at=None, pk__in=waiting))
    names = names_of(row.customer_id for row in rows)
    arrived = orders_that_came(rows)
    found = [_next(row, names.get(row.customer_id, ""), arrived=arrived) for row in rows]
    due = [each for each in found if each and each.step.due_at < due_before]
    return sorted(due, key=lambda each: each.step.due_at)[:limit]


def _next(case: Case, name: str, *, arrived: Collection[UUID]) -> NextStep | None:
    step = next_step_of(case)
    if step is None:
        return None
    last = max(each.position for each in case.steps.all())
    card = _step_card(case, step, name, arrived=arrived)
    return NextStep(case.id, case.number, case.opened_at, card, is_last=step.position == last)


def list_cases_of(customer_ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int = 50) -> list[CaseCard]:
    """The open cases of some customers, the next due first."""
    return list_cases(Asked(customer_ids=tuple(customer_ids)), by=by, now=now, limit=limit) if customer_ids else []


@remembered
def find_customer_of_case(case_id: UUID) -> UUID | None:
    """Whose case it is."""
    return Case.objects.filter(pk=case_id).values_list("customer_id", flat=True).first()
