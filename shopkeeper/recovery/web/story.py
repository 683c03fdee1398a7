"""What the page of a case and its place in the queue show."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shopkeeper.core import panels
from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Link
from shopkeeper.core.words import write_money
from shopkeeper.customers import public as customers
from shopkeeper.orders import public as orders
from shopkeeper.organization import public as organization
from shopkeeper.recovery.actions.paying import goes_by_order
from shopkeeper.recovery.contracts import CaseState, RemedyKind, RemedyState, StepKind, Team
from shopkeeper.recovery.models import Case
from shopkeeper.recovery.queries.budgets import get_room
from shopkeeper.recovery.queries.cases import card_of, names_of, state_of, step_cards, whole
from shopkeeper.recovery.queries.stories import tell_case
from shopkeeper.recovery.web.links import chips_of
from shopkeeper.recovery.words import CHANNELS, REMEDIES, REMEDY_STATES, STATES, STEP_DONE, STEP_ICONS, person_words


def brief_of(case: Case, *, by: Actor, now: datetime) -> dict[str, Any]:
    """The next step of a case and its steps: what the queue shows beside the list."""
    row = whole(Case.objects.filter(pk=case.pk)).select_related("playbook", "apology__employee").get()
    name = names_of([row.customer_id]).get(row.customer_id, "")
    steps = step_cards(row, name)
    current = next((step for step in steps if step.done_at is None), None)
    return {
        "case": row,
        "card": card_of(row, {row.customer_id: name}),
        "state_words": _(STATES[state_of(row)]),
        "is_over": row.resolved_at is not None,
        "is_right": state_of(row) is CaseState.PUT_RIGHT,
        "name": name or person_words(row.customer.number),
        "chips": chips_of(row, name or person_words(row.customer.number)),
        "steps": [(step, STEP_ICONS[step.kind], _(CHANNELS.get(step.channel, step.channel))) for step in steps],
        "current": None if row.resolved_at else current,
        "done_words": _(STEP_DONE[current.kind]) if current else "",
        "is_apology": bool(current and current.kind is StepKind.APOLOGIZE),
        "gives": bool(current and current.kind is StepKind.GIVE),
        "remedy_kinds": [(kind.value, _(REMEDIES[kind])) for kind in RemedyKind],
        "may_work": by.may("recovery.work_cases"),
        "swap": swap_into("case"),
        "last_end": max(row.resolutions.all(), key=lambda end: end.at, default=None),
    }


def story_of(case: Case, *, by: Actor, now: datetime) -> dict[str, Any]:
    """The whole case: its brief, what happened, what may be given, who could take it over."""
    context = brief_of(case, by=by, now=now)
    row: Case = context["case"]
    room = get_room(Team(row.role, row.team_outlet_id), now=now)
    ids = customers.ids_of(row.customer_id)
    return context | {
        "swap": swap_into("case-page"),
        "crumbs": [Link(_("Cases"), reverse("recovery:queue"))],
        "entries": tell_case(row, context["name"]),
        "room": room,
        "left": write_money(room.left, room.currency),
        "monthly": write_money(room.monthly, room.currency),
        "ceiling": write_money(room.ceiling, room.currency),
        "share_left": float(room.left / room.monthly) if room.monthly else None,
        "before": customers.compose_timeline(ids, by=by, now=now, limit=6),
        "remedies": _remedies(row, by),
        "of_order": _of_order(row),
        "people": _takers(row, now=now),
        "panels": panels.render_slot("case", row.id, by=by, now=now),
    }


def swap_into(target: str) -> SafeString:
    """What makes a form change its part of the page in place; without scripts it still works."""
    return format_html(' hx-boost="true" hx-target="#{}" hx-swap="outerHTML" hx-push-url="false"', target)


def _remedies(case: Case, by: Actor) -> list[dict[str, Any]]:
    return [
        {
            "row": remedy,
            "kind": _(REMEDIES[RemedyKind(remedy.kind)]),
            "state": _(REMEDY_STATES[RemedyState(remedy.state)]),
            "is_reserved": remedy.state == RemedyState.RESERVED,
            "by_order": goes_by_order(remedy),
            "waits": remedy.state == RemedyState.RESERVED and remedy.refund_id is not None,
            "is_asked": remedy.state == RemedyState.ASKED,
            "may_decide": remedy.state == RemedyState.ASKED and by.may("recovery.approve_remedies"),
        }
        for remedy in case.remedies.select_related("approver").order_by("asked_at")
    ]


def _of_order(case: Case) -> str:
    """How much could go back for the order of the case; nothing where it has none."""
    order = case.episode.order
    return write_money(orders.get_ledger(order.id).left, order.currency) if order else ""


def _takers(case: Case, *, now: datetime) -> list[organization.Person]:
    """Who could take the case over: people who work cases, each once, those of its store before others."""
    workers = {"store_manager", "store_associate", "contact_center_manager", "contact_center_agent", "account_manager"}
    people = [person for person in organization.list_people(now=now) if person.role in workers]
    near = sorted(people, key=lambda one: (one.outlet_id != case.outlet_id, one.outlet_id is not None, one.name))
    return list({one.id: one for one in near if one.id != case.owner_id}.values())
