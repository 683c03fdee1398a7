"""Held orders as work: for whoever looks after them; what nobody let go for a day, for whoever answers for the desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.core.work import WorkItem
from shopkeeper.customers import public as customers
from shopkeeper.orders.actions.settling import CONTACT_CENTER
from shopkeeper.orders.contracts import HeldOrder, HoldReason
from shopkeeper.orders.queries.held import list_held_orders
from shopkeeper.orders.rules.holding import right_to_release
from shopkeeper.orders.words import tell_hold
from shopkeeper.organization.public import Role

_DAY = timedelta(days=1)
_AT_MOST, _EACH = 500, 20
_MANAGER = str(Role.CONTACT_CENTER_MANAGER)
_CALLERS = {str(Role.CONTACT_CENTER_AGENT), _MANAGER}


def list_held_to_do(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """One for each held order and person who may let it go and looks after it."""
    held = list_held_orders(limit=_AT_MOST)
    known = customers.get_customer_cards(one.customer_id for one in held if one.customer_id)
    return [
        _item(one, _name(one, known), person)
        for person in people
        for one in [one for one in held if _is_for(person, one, now=now)][:_EACH]
    ]


def _is_for(person: Actor, held: HeldOrder, *, now: datetime) -> bool:
    """Theirs by name, their team's, or one that has stood for a day and the manager of the contact center hears of."""
    if not person.may(right_to_release(held.reason)):
        return False
    roles = set(person.roles)
    is_theirs = held.owner in (person.name, person.id) or (held.owner == CONTACT_CENTER and bool(_CALLERS & roles))
    return is_theirs or (_MANAGER in roles and held.held_at <= now - _DAY)


def _name(held: HeldOrder, known: Mapping[UUID, customers.CustomerCard]) -> str:
    card = known.get(held.customer_id) if held.customer_id else None
    return (card.name if card else "") or held.ordered_for or held.order_number


def _item(held: HeldOrder, name: str, by: Actor) -> WorkItem:
    title, page = {
        HoldReason.PAYMENT: (_("Ask %(name)s how %(number)s is to be paid"), "orders:money"),
        HoldReason.ADDRESS: (_("Ask %(name)s where %(number)s is to go"), "orders:order"),
    }.get(held.reason, (_("Decide whether %(number)s of %(name)s may leave"), "orders:order"))
    facts = {"name": name, "number": held.order_number}
    why = tell_hold(held.reason).capitalize() + (f" · {held.why}" if held.why else "")
    return WorkItem(
        kind="held_order", title=title % facts, why=why, url=reverse(page, args=[held.order_id]), icon="lock",
        person_id=by.id, due_at=held.held_at + _DAY, weight=2.0,
    )  # fmt: skip
