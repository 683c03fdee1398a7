"""What waits for people because of orders: pieces to find, orders to put back, customers to call."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor, Scopes
from shopkeeper.core.work import WorkItem
from shopkeeper.customers import public as customers
from shopkeeper.orders.contracts import CallCard, PickupCard, PickupState
from shopkeeper.orders.queries import list_calls, list_pickups_to_serve, list_to_put_back
from shopkeeper.orders.queries.sending import MOST
from shopkeeper.organization.public import Role

SERVE = "orders.serve_pickups"
_CALLERS = {str(Role.CONTACT_CENTER_AGENT), str(Role.CONTACT_CENTER_MANAGER)}
_GONE = (PickupState.RELEASED, PickupState.CALLED_OFF)
_TODAY = timedelta(hours=12)
_AT_ONCE = 50


def list_pickups_to_do(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Orders to find and put on the shelf, or back on sale, for those who serve pick-ups at an outlet."""
    teams = defaultdict[Scopes, list[Actor]](list)
    for person in people:
        if person.may(SERVE) and not person.scopes.company_wide:
            teams[person.scopes].append(person)
    return [item for team in teams.values() for item in _pickups_to_do(team, now=now)]


def list_calls_to_make(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Calls that customers were promised for the next hours, for those who take calls."""
    callers = [person for person in people if _CALLERS & set(person.roles)]
    calls = list_calls(until=now + _TODAY) if callers else []
    names = customers.get_customer_cards(call.customer_id for call in calls if call.customer_id)
    return [_call(call, _name(names, call.customer_id), person) for person in callers for call in calls]


def _pickups_to_do(team: Sequence[Actor], *, now: datetime) -> list[WorkItem]:
    """The same for each of a team, whose people all see the same shelves."""
    open_ones = (PickupState.PREPARING, PickupState.NOT_FOUND)
    waiting = list_pickups_to_serve(by=team[0], now=now, limit=MOST)  # as what waits too long asks for: asked once
    found = [card for card in waiting if card.state in open_ones][:_AT_ONCE]
    found += list_to_put_back(by=team[0], now=now)
    people = customers.get_customer_cards(card.customer_id for card in found if card.customer_id)
    return [_pickup(card, _name(people, card.customer_id), person) for person in team for card in found]


def _pickup(card: PickupCard, name: str, by: Actor) -> WorkItem:
    title, why, icon, weight = {
        PickupState.NOT_FOUND: (
            _("Find the order of %(name)s"), _("It was not found when they came to collect."), "package-search", 3.0,
        ),
        PickupState.RELEASED: (
            _("Put the order of %(name)s back"), _("Nobody came for it. Its pieces may be sold again."), "undo-2", 0.5,
        ),
        PickupState.CALLED_OFF: (
            _("Put the order of %(name)s back"), _("It is not collected here after all. Its pieces may be sold again."),
            "undo-2", 0.5,
        ),
    }.get(card.state, (
        _("Put the order of %(name)s on the shelf"), _("Promised to be ready to collect."), "package", 1.0,
    ))  # fmt: skip
    return WorkItem(
        kind="pickup", title=title % {"name": name or card.ordered_for or card.order_number}, why=why,
        url=reverse("orders:pickup", args=[card.id]), icon=icon, person_id=by.id,
        due_at=None if card.state in _GONE else card.promised_at, weight=weight,
    )  # fmt: skip


def _call(call: CallCard, name: str, by: Actor) -> WorkItem:
    return WorkItem(
        kind="call", title=_("Call %(name)s") % {"name": name or call.ordered_for or call.order_number},
        why=_why_call(call),
        url=reverse("orders:order", args=[call.order_id]), icon="phone", person_id=by.id, due_at=call.slot.ends_at,
        weight=2.0,
    )  # fmt: skip


def _why_call(call: CallCard) -> str:
    why = call.about or _("They asked to be called about their order.")
    tried = _("Try %(n)s: nobody answered before.") % {"n": call.attempt} if call.attempt > 1 else ""
    return " ".join(filter(None, [why, tried]))


def _name(people: dict[UUID, customers.CustomerCard], customer_id: UUID | None) -> str:
    card = people.get(customer_id) if customer_id else None
    return card.name if card else ""
