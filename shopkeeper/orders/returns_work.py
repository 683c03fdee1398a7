"""Returns and refunds that wait for people, for the list of the morning."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor, Scopes
from shopkeeper.core.policies import agreed
from shopkeeper.core.words import write_amount
from shopkeeper.core.work import WorkItem
from shopkeeper.orders.contracts import RefundCard, ReturnCard, ReturnState
from shopkeeper.orders.policies import GOODWILL
from shopkeeper.orders.queries.refunds import list_asked_refunds
from shopkeeper.orders.queries.returns import list_returns_at
from shopkeeper.orders.rules.refunds import limit_of, within
from shopkeeper.organization.public import Role

SOON = timedelta(days=1)
_AT_MOST = 20


def list_returns_to_do(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Returns to look at where they lie, and to decide by those who may."""
    found = []
    for team in _teams(people, "orders.take_returns", lambda person: not person.scopes.company_wide):
        lying = list_returns_at(by=team[0], states=[ReturnState.RECEIVED], limit=_AT_MOST)
        found += [_look(card, person) for person in team for card in lying]
    for team in _teams(people, "orders.decide_returns"):
        asked = list_returns_at(by=team[0], states=[ReturnState.REQUESTED], limit=_AT_MOST)
        found += [_decide(card, person, now) for person in team for card in asked if _meets(person, card, now)]
    return found


def list_refunds_to_do(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Refunds that wait for a second person, for those who may give that much and did not ask for it."""
    found = []
    for team in _teams(people, "orders.refund_more"):
        asked = list_asked_refunds(by=team[0], limit=_AT_MOST)
        found += [_approve(card, person) for person in team for card in asked if _may_approve(card, person, now)]
    return found


def _teams(
    people: Sequence[Actor], permission: str, fits: Callable[[Actor], bool] = lambda person: True
) -> list[list[Actor]]:  # fmt: skip
    """Those who may, by what they see: who sees the same is asked about once."""
    teams = defaultdict[Scopes, list[Actor]](list)
    for person in people:
        if person.is_asked_for(permission) and fits(person):
            teams[person.scopes].append(person)
    return list(teams.values())


def _may_approve(card: RefundCard, person: Actor, now: datetime) -> bool:
    limits = agreed(GOODWILL)
    if not within(card.amount, limit_of(person.may, limits)) or card.asked_by == f"{person.kind}:{person.id}":
        return False
    return not within(card.amount, limits.leading) or _meets(person, card, now)


def _meets(person: Actor, card: ReturnCard | RefundCard, now: datetime) -> bool:
    """The owner of the whole experience is told when those nearer to the customer let it wait, not before."""
    return _is_late(card, now) or set(person.roles) != {str(Role.CHIEF_CUSTOMER_OFFICER)}


def _is_late(card: ReturnCard | RefundCard, now: datetime) -> bool:
    return now > card.asked_at + SOON


def _look(card: ReturnCard, person: Actor) -> WorkItem:
    title = _("Look at what came back: %(what)s") % {"what": card.items[0].name}
    return _item(card, person, title, _("Money goes back when somebody has looked at it."), "package-search", 1.5)


def _decide(card: ReturnCard, person: Actor, now: datetime) -> WorkItem:
    title = _("Decide the return of %(what)s") % {"what": card.items[0].name}
    late = _is_late(card, now)
    why = _("Nobody decided it in a day.") if late else _("The policy leaves it to a person.")
    return _item(card, person, title, why, "undo-2", 2.0)


def _item(card: ReturnCard, person: Actor, title: str, why: str, icon: str, weight: float) -> WorkItem:
    return WorkItem(
        kind="return", title=title, why=why, url=reverse("orders:return_page", args=[card.number]), icon=icon,
        person_id=person.id, due_at=card.asked_at + SOON, weight=weight,
    )  # fmt: skip


def _approve(card: RefundCard, person: Actor) -> WorkItem:
    amount = write_amount(card.amount, card.currency)
    return WorkItem(
        kind="refund", title=_("Agree to giving %(amount)s back") % {"amount": amount},
        why=_("%(number)s: %(why)s") % {"number": card.order_number, "why": card.why},
        url=reverse("orders:money", args=[card.order_id]), icon="banknote", person_id=person.id,
        due_at=card.asked_at + SOON, weight=2.0,
    )  # fmt: skip
