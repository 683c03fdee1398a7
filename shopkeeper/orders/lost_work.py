"""Parcels that were lost or came back undelivered: somebody tells their customers and puts it right."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.core.work import WorkItem
from shopkeeper.orders.contracts import NotArriving
from shopkeeper.orders.queries.not_arriving import list_not_arriving
from shopkeeper.orders.silent_work import ASKERS, CHANGE

_AT_MOST = 20


def list_lost_to_do(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """One line for each, for those who change orders and whose desk is the telephone."""
    telling = [person for person in people if person.may(CHANGE) and ASKERS & set(person.roles)]
    return [_tell(card, person) for person in telling for card in list_not_arriving(by=person, now=now)[:_AT_MOST]]


def _tell(card: NotArriving, by: Actor) -> WorkItem:
    lost, back = _("Put right %(number)s: its parcel was lost"), _("Put right %(number)s: its parcel came back to us")
    why = _("%(carrier)s does not bring it any more, since %(day)s. Call the customer: money back, or send it again.")
    return WorkItem(
        kind="lost_parcel", title=(lost if card.is_lost else back) % {"number": card.number},
        why=why % {"carrier": card.carrier or _("Its carrier"), "day": date_format(card.since, "D j M")},
        url=reverse("orders:order", args=[card.order_id]), icon="package-x", person_id=by.id, weight=2.5,
    )  # fmt: skip
