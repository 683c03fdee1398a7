"""Parcels that have to leave today or should have left: for those who send them, and for whoever minds them all."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.actors import Actor, Scopes
from shopkeeper.core.work import WorkItem
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import ToOpen, ToSend
from shopkeeper.orders.queries.calendar import today
from shopkeeper.orders.queries.sending import MOST, count_by_place, list_to_send
from shopkeeper.orders.queries.to_open import list_to_open
from shopkeeper.orders.templatetags.stage_words import void_words
from shopkeeper.organization import public as organization
from shopkeeper.organization.public import Role

SEND = "orders.move_orders"
_STORE = {str(Role.STORE_MANAGER), str(Role.STORE_ASSOCIATE)}
_MINDS = str(Role.SUPPLY_CHAIN_MANAGER)


def list_parcels_to_send(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Each parcel for those of its outlet; how many are late, by place, for whoever looks after warehouses."""
    teams = defaultdict[Scopes, list[Actor]](list)
    for person in people:
        if person.may(SEND) and (_STORE | {_MINDS}) & set(person.roles):
            teams[person.scopes].append(person)
    return [item for team in teams.values() for item in _for_team(team, now=now)]


def _for_team(team: Sequence[Actor], *, now: datetime) -> list[WorkItem]:
    day = today(now)
    due = [
        card
        for card in list_to_send(by=team[0], now=now, limit=MOST)
        if not card.is_held and (card.due_on or day) <= day
    ]
    if not team[0].scopes.company_wide:
        sent = [_send(card, person, day) for person in team for card in due if not card.void]
        return _to_open(team, now=now) + sent
    late = count_by_place(card for card in due if card.is_late(day))
    minding = [person for person in team if _MINDS in person.roles]
    unheard = {one.node for one in delivery.list_unheard(now=now)} if late and minding else set()
    return [_mind(*place, person, unheard) for person in minding for place in late]


def _send(card: ToSend, by: Actor, day: date) -> WorkItem:
    what = ", ".join(f"{piece.pieces} × {piece.name}" for piece in card.pieces)
    why = _("It should have left before today.") if card.is_late(day) else _("It has to leave today.")
    return WorkItem(
        kind="send", title=_("Send %(number)s: %(what)s") % {"number": card.order_number, "what": what}, why=why,
        url=reverse("orders:send", args=[card.order_id, card.parcel_id]), icon="truck", person_id=by.id,
        due_at=_end_of(card.due_on or day), weight=2.0 if card.is_late(day) else 1.0,
    )  # fmt: skip


def _to_open(team: Sequence[Actor], *, now: datetime) -> list[WorkItem]:
    """What was packed before its order was changed, whenever it has to leave."""
    back, cards = list_to_open(by=team[0]), list_to_send(by=team[0], now=now, limit=MOST)
    void = [card for card in cards if card.void and not card.is_held]
    opened = [_open(card, person) for person in team for card in back]
    return opened + [_again(card, person) for person in team for card in void]


def _open(card: ToOpen, by: Actor) -> WorkItem:
    return WorkItem(
        kind="send", title=_("Open the parcel of %(number)s again") % {"number": card.order_number},
        why=_("It was packed, and does not leave after all. Its pieces may be sold again."),
        url=reverse("orders:sending"), icon="package-open", person_id=by.id, weight=2.0,
    )  # fmt: skip


def _again(card: ToSend, by: Actor) -> WorkItem:
    return WorkItem(
        kind="send", title=_("Pack %(number)s again") % {"number": card.order_number},
        why=void_words(card.void) if card.void else "",
        url=reverse("orders:send", args=[card.order_id, card.parcel_id]), icon="package-open", person_id=by.id,
        due_at=_end_of(card.due_on) if card.due_on else None, weight=2.0,
    )  # fmt: skip


def _mind(code: str, name: str, count: int, by: Actor, unheard: Collection[str]) -> WorkItem:
    title = ngettext("%(n)s parcel should have left %(place)s", "%(n)s parcels should have left %(place)s", count)
    why = _("Their customers were promised a day. Ask what keeps them.")
    if code in unheard:
        why = _("Its departures are told in batches, and were not told since. Ask for the report.")
    return WorkItem(
        kind="send", title=title % {"n": count, "place": name}, why=why,
        url=f"{reverse('orders:sending')}?{urlencode({'location': code})}", icon="truck", person_id=by.id, weight=2.0,
    )  # fmt: skip


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), ZoneInfo(organization.get_retailer().time_zone))
