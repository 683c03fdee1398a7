"""What recovery offers to pages of others: work, cases of a customer and of an order, navigation, search."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core import navigation, panels, search
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.search import Hit
from shopkeeper.core.words import write_money
from shopkeeper.core.work import WorkItem, register_work
from shopkeeper.customers import public as customers
from shopkeeper.promises import public as promises
from shopkeeper.recovery.contracts import CaseState, RemedyState, StepKind
from shopkeeper.recovery.models import Case, Remedy, Step
from shopkeeper.recovery.queries.cases import (
    Asked,
    find_customer_of_case,
    list_cases,
    list_open_steps_of,
    names_of,
    orders_that_came,
)
from shopkeeper.recovery.words import STATES, STEP_ICONS, case_heading, step_title, words_to_say


def list_work(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """The next steps of people's cases, cases to be ended, and remedies to decide about."""
    employees = [UUID(person.id) for person in people if person.kind is ActorKind.EMPLOYEE]
    return [*_steps(employees), *_to_end(employees), *_to_decide(employees)]


def _steps(employee_ids: Sequence[UUID]) -> list[WorkItem]:
    steps = list_open_steps_of(employee_ids)
    arrived = orders_that_came(step.case for step in steps)
    names = names_of(step.case.customer_id for step in steps)
    return [
        WorkItem(
            kind=step.kind, title=step_title(step, names.get(step.case.customer_id, "")),
            why=case_heading(step.case), url=reverse("recovery:case", args=[step.case.number]),
            icon=STEP_ICONS[StepKind(step.kind)], due_at=step.due_at, weight=float(step.case.episode.harm),
            person_id=str(step.owner_id), say=words_to_say(step, names.get(step.case.customer_id, ""), arrived=arrived),
        )
        for step in steps
    ]  # fmt: skip


def _to_end(employee_ids: Sequence[UUID]) -> list[WorkItem]:
    to_do = Step.objects.filter(case=OuterRef("pk"), completion=None)
    rows = list(Case.objects.open().filter(~Exists(to_do), owner__in=employee_ids))
    names = defaultdict(str, names_of(case.customer_id for case in rows))
    return [
        WorkItem(
            kind="case_end",
            title=_("Say how it ended for %(name)s") % {"name": names[case.customer_id] or _("the customer")},
            why=_("Every step of the case is done."), url=reverse("recovery:case", args=[case.number]),
            icon="circle-check", weight=1.0, person_id=str(case.owner_id),
        )
        for case in rows
    ]  # fmt: skip


def _to_decide(employee_ids: Sequence[UUID]) -> list[WorkItem]:
    rows = Remedy.objects.filter(approver__in=employee_ids, state=RemedyState.ASKED).select_related("case")
    return [
        WorkItem(
            kind="remedy", title=_("Decide about %(amount)s") % {"amount": write_money(row.amount, row.currency)},
            why=row.reason or _("Above what the team may give in one case."), icon="gift",
            url=reverse("recovery:case", args=[row.case.number]), weight=float(row.amount),
            person_id=str(row.approver_id),
        )
        for row in rows
    ]  # fmt: skip


def gather_for_customer(subject_id: UUID, *, by: Actor, now: datetime) -> Mapping[str, Any] | None:
    """The cases of a customer: open ones, and the last ones that ended."""
    ids = tuple(customers.ids_of(subject_id))
    return _cases(Asked(customer_ids=ids, resolved=None), by=by, now=now)


def gather_for_order(subject_id: UUID, *, by: Actor, now: datetime) -> Mapping[str, Any] | None:
    """The case of an order."""
    return _cases(Asked(order_id=subject_id, resolved=None), by=by, now=now)


def _cases(asked: Asked, *, by: Actor, now: datetime) -> Mapping[str, Any] | None:
    cards = list_cases(asked, by=by, now=now, limit=50)
    still_open = [card for card in cards if card.resolved_at is None][:5]
    over = [card for card in cards if card.resolved_at is not None][:3]
    shown = [*still_open, *over]
    rows = [(card, _(STATES[CaseState(card.state)]), reverse("recovery:case", args=[card.number])) for card in shown]
    return {"rows": rows} if rows else None


def gather_likely_duplicate(subject_id: UUID, *, by: Actor, now: datetime) -> panels.Context:
    """Whether the customer of a case may be somebody whom we know already."""
    customer_id = find_customer_of_case(subject_id)
    return customers.gather_likely_duplicate(customer_id, by=by, now=now) if customer_id else None


def find_cases(text: str, *, by: Actor, now: datetime, limit: int) -> list[Hit]:
    """Cases by their number or by that of their order."""
    asked = text.strip().upper()
    rows = Case.objects.visible_to(by).filter(Q(number=asked) | Q(episode__order__number__iexact=asked))
    found = list(rows.select_related("episode__order", "episode__outlet").prefetch_related("episode__signals")[:limit])
    names = names_of(case.customer_id for case in found)
    return [
        Hit(
            kind=_("Case"), title=f"{case.number} {names.get(case.customer_id, '')}".strip(),
            detail=case_heading(case), url=reverse("recovery:case", args=[case.number]), icon="life-buoy",
            score=1.0 if case.number == asked else 0.9,
        )
        for case in found
    ]  # fmt: skip


VIEW = "recovery.view_cases"
register_work("recovery", list_work)
CASES = "recovery/_cases_of.html"


def name_cases(refs: Collection[str]) -> dict[str, promises.RefName]:
    """Numbers and pages of the cases of orders, for the ledger of promises."""
    ids = [key for ref in refs if (key := promises.id_in("order", ref))]
    found = Case.objects.filter(episode__order__in=ids).values_list("episode__order", "number")
    return {
        f"order:{order_id}": promises.RefName("case", number, reverse("recovery:case", args=[number]))
        for order_id, number in found
    }


promises.register_refs("recovery.cases", permission=VIEW, namer=name_cases)
panels.register("customer", "recovery.cases", permission=VIEW, template=CASES, gather=gather_for_customer, order=10)
panels.register("order", "recovery.cases", permission=VIEW, template=CASES, gather=gather_for_order)
panels.register(
    "case", "recovery.likely_duplicate", permission="customers.decide_pairs",
    template="customers/_likely_duplicate.html", gather=gather_likely_duplicate, order=5,
)  # fmt: skip
search.register("recovery", permission=VIEW, find=find_cases)
navigation.register(NavItem(Section.RIGHT, gettext_noop("Cases"), "recovery:queue", "life-buoy", VIEW, order=10))
navigation.register(NavItem(Section.RIGHT, gettext_noop("Without a case"), "recovery:groups", "users", VIEW, order=20))
navigation.register(
    NavItem(Section.RIGHT, gettext_noop("Playbooks"), "recovery:playbooks", "book-open", VIEW, order=50)
)
