"""A yes that waits for the person: asked for by a link to their own address, confirmed by a button behind it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.stating import Said, write_statement
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.errors import ChannelNeeded, ContactPointUnknown, LinkClosed, NoContactPoint
from shopkeeper.customers.events import OptInAsked
from shopkeeper.customers.models import OptIn, OptInRule
from shopkeeper.customers.queries.consents import find_contact_point, find_record_with
from shopkeeper.customers.queries.identity import ids_of, survivor_of
from shopkeeper.customers.queries.opt_ins import is_open
from shopkeeper.customers.rules.opt_ins import ASK_AGAIN_AFTER, OptInLetter, OptInTerm

_SALT = "customers.opt_in"
_WORDING = "opt_in/1"
"""What the page behind the link says: whom a clerk asked without a form has read that."""


@action
def set_opt_in_rules(*, terms: Iterable[OptInTerm], by: Actor, now: datetime) -> None:
    """Agree where a yes has to be confirmed, in place of what was agreed before. What is in force stays in force."""
    wanted = {(term.brand, term.channel): term.days for term in terms}
    for row in OptInRule.objects.select_for_update():
        if wanted.get((row.brand, row.channel)) == row.days:
            del wanted[row.brand, row.channel]
        else:
            row.delete()
    OptInRule.objects.bulk_create(
        OptInRule(brand=brand, channel=channel, days=days, decided_by=sign(by), at=now)
        for (brand, channel), days in wanted.items()
    )


def ask_for_opt_in(customer_id: UUID, said: Said, *, term: OptInTerm, by: Actor, now: datetime) -> UUID:
    """Ask the person themselves, at an address or number of theirs; asked a moment ago, nobody is asked again.

    :raises ChannelNeeded: when the yes is for all channels at once
    :raises NoContactPoint: when nothing is known to write to
    :raises ContactPointUnknown: when the address is on none of the person's records
    """
    if not said.channel:
        raise ChannelNeeded
    point = said.contact_point or find_contact_point(customer_id, said.channel)
    if not point:
        raise NoContactPoint
    record = find_record_with(customer_id, said.channel, point)
    if record is None:
        raise ContactPointUnknown
    about = {"purpose": said.purpose, "channel": said.channel, "brand": said.brand, "contact_point": point}
    lately = OptIn.objects.filter(
        customer__in=ids_of(customer_id), confirmed_at=None, asked_at__gt=now - ASK_AGAIN_AFTER, **about
    ).first()
    if lately is not None:
        return lately.id
    row = OptIn.objects.create(
        customer_id=customer_id, record_id=record, text_version=said.text_version, asked_by=sign(by), asked_at=now,
        expires_at=now + timedelta(days=term.days), **about,
    )  # fmt: skip
    asked = OptInAsked(opt_in_id=row.id, customer_id=customer_id, purpose=said.purpose, channel=said.channel)
    announce(asked, by=by, now=now)
    return row.id


@action
def confirm_opt_in(*, opt_in_id: UUID, by: Actor, now: datetime) -> UUID:
    """The person pressed the button: their yes is in force. Pressed again, nothing happens; gives the statement.

    :raises LinkClosed: when it is too late, they refused in the meantime, or they were erased
    """
    row = OptIn.objects.select_for_update().get(pk=opt_in_id)
    if row.consent_id is not None:
        return row.consent_id
    if not is_open(row, now=now):
        raise LinkClosed
    said = Said(
        purpose=Purpose(row.purpose), state=ConsentState.GRANTED, channel=row.channel, brand=row.brand,
        contact_point=row.contact_point, text_version=row.text_version or _WORDING, proof=f"opt_in:{row.id}",
    )  # fmt: skip
    row.consent_id = write_statement(survivor_of(row.customer_id), said, by=by, now=now)
    row.confirmed_at = now
    row.save(update_fields=["consent", "confirmed_at"])
    return row.consent_id


def link_of(opt_in_id: UUID) -> str:
    """The address of the page on which the person confirms: only whoever got the mail can know it."""
    token = signing.dumps(str(opt_in_id), salt=_SALT, compress=True)
    return settings.PUBLIC_URL + reverse("customers:opt_in", args=[token])


def find_opt_in_letter(opt_in_id: UUID, *, now: datetime) -> OptInLetter | None:
    """What is to be sent so that the person can confirm; None when it is confirmed or closed already."""
    row = OptIn.objects.filter(pk=opt_in_id, confirmed_at=None).first()
    if row is None or not is_open(row, now=now):
        return None
    days = (row.expires_at - row.asked_at).days
    return OptInLetter(survivor_of(row.customer_id), row.channel, row.contact_point, link_of(row.id), days)


def open_opt_in(token: str, *, now: datetime) -> OptIn:
    """The opt-in behind a link, confirmed already or still to be.

    :raises LinkClosed: when the link is not ours, or it is too late
    """
    try:
        row = OptIn.objects.get(pk=signing.loads(token, salt=_SALT))
    except (signing.BadSignature, OptIn.DoesNotExist):
        raise LinkClosed from None
    if row.consent_id is None and not is_open(row, now=now):
        raise LinkClosed
    return row
