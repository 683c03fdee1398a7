"""Links to a customer's own page: sent to a contact point on record, a few an hour, open for two days."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.errors import ContactPointShared, CustomerNotFound, LinkClosed, NoContactPoint, TooManyLinks
from shopkeeper.customers.events import OwnLinkAsked
from shopkeeper.customers.models import OwnLink
from shopkeeper.customers.queries.consents import find_contact_point, find_record_with
from shopkeeper.customers.queries.identity import find_customer_card, ids_of, survivor_of
from shopkeeper.customers.queries.own_pages import count_links, list_people_at
from shopkeeper.customers.rules.own_pages import MOST_A_PERSON, MOST_FROM_OUTSIDE, SPAN, WORKS_FOR, OwnLinkLetter

_SALT = "customers.own_page"
_CHANNEL = "email"


@action
def send_own_link(*, customer_id: UUID, by: Actor, now: datetime) -> UUID:
    """Send somebody the link to their own page, by mail.

    :raises NoContactPoint: when no address of theirs is known
    :raises ContactPointShared: when the address is other people's too: they would read each other's page
    :raises TooManyLinks: when they were sent enough of them lately
    """
    if find_customer_card(customer_id) is None:
        raise CustomerNotFound(key=customer_id)
    point = find_contact_point(customer_id, _CHANNEL)
    record = find_record_with(customer_id, _CHANNEL, point) if point else None
    if record is None:
        raise NoContactPoint
    if len(list_people_at(point)) != 1:
        raise ContactPointShared
    if count_links(since=now - SPAN, customer_id=customer_id) >= MOST_A_PERSON:
        raise TooManyLinks
    row = OwnLink.objects.create(
        customer_id=survivor_of(customer_id), record_id=record, channel=_CHANNEL, contact_point=point,
        asked_by=sign(by), asked_at=now, expires_at=now + WORKS_FOR,
    )  # fmt: skip
    announce(OwnLinkAsked(link_id=row.id, customer_id=row.customer_id), by=by, now=now)
    return row.id


@action
def ask_for_own_link(*, address: str, by: Actor, now: datetime) -> bool:
    """Somebody typed an address: send the one person who has it a link. Gives whether, which nobody outside is told."""
    people = list_people_at(address)
    if len(people) != 1 or count_links(since=now - SPAN, kind=ActorKind.ANONYMOUS) >= MOST_FROM_OUTSIDE:
        return False
    known = find_contact_point(people[0], _CHANNEL)
    if not known or count_links(since=now - SPAN, customer_id=people[0]) >= MOST_A_PERSON:
        return False
    if len(list_people_at(known)) != 1:
        return False
    send_own_link(customer_id=people[0], by=by, now=now)
    return True


def find_own_link_letter(link_id: UUID, *, now: datetime) -> OwnLinkLetter | None:
    """What is to be sent; None when the link is closed already."""
    row = OwnLink.objects.filter(pk=link_id, expires_at__gt=now).first()
    card = find_customer_card(row.customer_id) if row else None
    if row is None or card is None:
        return None
    token = signing.dumps(str(row.id), salt=_SALT, compress=True)
    link = settings.PUBLIC_URL + reverse("customers:own_page", args=[token])
    hours = int((row.expires_at - row.asked_at).total_seconds() // 3600)
    return OwnLinkLetter(card.id, card.name or card.number, row.channel, row.contact_point, link, hours)


def open_own_link(token: str, *, now: datetime) -> OwnLink:
    """The link behind an address, while it works and its contact point is still the person's alone.

    :raises LinkClosed: when it is not ours, too old, or the address belongs to somebody else now
    """
    try:
        row = OwnLink.objects.get(pk=signing.loads(token, salt=_SALT))
    except (signing.BadSignature, OwnLink.DoesNotExist):
        raise LinkClosed from None
    people = list_people_at(row.contact_point) if row.contact_point else []
    if row.expires_at <= now or len(people) != 1 or people[0] not in ids_of(row.customer_id):
        raise LinkClosed
    return row
