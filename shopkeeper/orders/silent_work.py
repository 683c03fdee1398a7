"""Suppliers who were asked to let pieces go, or to send them elsewhere, and have not said in time: somebody calls."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.core.work import WorkItem
from shopkeeper.orders.contracts import AskedCancellationCard, AskedRedirectionCard
from shopkeeper.orders.queries.cancelable import list_unanswered
from shopkeeper.orders.queries.redirected import list_unanswered_redirections
from shopkeeper.organization.public import Role

CHANGE = "orders.change_orders"
ASKERS = {str(Role.CONTACT_CENTER_AGENT), str(Role.CONTACT_CENTER_MANAGER), str(Role.ECOMMERCE_MANAGER)}
_AT_MOST = 20


def list_silent_to_do(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """One call for each request whose time is over, for those who change orders and whose desk is the telephone."""
    askers = [person for person in people if person.may(CHANGE) and ASKERS & set(person.roles)]
    return [
        _ask_again(card, person)
        for person in askers
        for card in list_unanswered(by=person, due_before=now, limit=_AT_MOST)
    ] + [
        _ask_where(card, person)
        for person in askers
        for card in list_unanswered_redirections(by=person, due_before=now, limit=_AT_MOST)
    ]


def _ask_again(card: AskedCancellationCard, by: Actor) -> WorkItem:
    what = {"supplier": card.place, "pieces": card.quantity, "name": card.name}
    why = _("No answer since %(day)s. The customer of %(number)s waits to hear whether it is canceled.")
    return WorkItem(
        kind="silent_supplier", title=_("Call %(supplier)s: can they let %(pieces)s × %(name)s go?") % what,
        why=why % {"day": date_format(card.asked_at, "D j M, H:i"), "number": card.order_number},
        url=reverse("orders:cancel", args=[card.order_id]), icon="phone", person_id=by.id, due_at=card.due_at,
        weight=2.5,
    )  # fmt: skip


def _ask_where(card: AskedRedirectionCard, by: Actor) -> WorkItem:
    what = {"supplier": card.place, "what": card.what, "to": card.to or _("the new address")}
    why = _("No answer since %(day)s. Until then what is for %(number)s goes to the address before.")
    return WorkItem(
        kind="silent_supplier", title=_("Call %(supplier)s: can they send %(what)s to %(to)s?") % what,
        why=why % {"day": date_format(card.asked_at, "D j M, H:i"), "number": card.order_number},
        url=reverse("orders:change", args=[card.order_id]), icon="phone", person_id=by.id, due_at=card.due_at,
        weight=2.5,
    )  # fmt: skip
