"""Writes of the messages. Sending itself happens between two actions: no network in a transaction."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.writing import insert_unless_known
from shopkeeper.customers import public as customers
from shopkeeper.messages.carriers import NobodyThere, can_carry, get_carrier, keeps
from shopkeeper.messages.contracts import Letter, MessageState
from shopkeeper.messages.errors import ChannelNotConfigured, MessageNotFound, PlaceholdersMissing
from shopkeeper.messages.events import MessageBounced, MessageFailed, MessageHeldBack, MessageQueued, MessageSent
from shopkeeper.messages.models import Attempt, Hold, Message, Template
from shopkeeper.messages.queries import count_sent_lately, get_template, is_held
from shopkeeper.messages.rules import BUDGETED, fill, missing_places, next_try_at, reason_to_hold_back
from shopkeeper.organization import public as organization

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
AT_ONCE = 50
_KINDS = {"email": customers.ValueKind.EMAIL, "sms": customers.ValueKind.PHONE}
LAST_WORD = "erasure:"
"""What the receipts of erasures are about; nothing of them is kept once they have gone."""


@action
def offer_text(
    *, code: str, language: str, channel: str, purpose: str, subject: str, body: str, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Bring a text along, as its first version, which follows what we bring; what the retailer has written since has a
    later version and stays in force."""
    told = {"purpose": purpose, "subject": subject, "body": body}
    row, is_new = Template.objects.get_or_create(
        code=code, language=language, channel=channel, version=1, defaults=told
    )  # fmt: skip
    if not is_new and told != {name: getattr(row, name) for name in told}:
        Template.objects.filter(pk=row.pk).update(**told)


@action
def queue_message(
    *, customer_id: UUID, template: str, ref: str, values: Mapping[str, str], by: Actor, now: datetime,
    channel: str = "email", contact_point: str = "",
) -> UUID:  # fmt: skip
    """Write to a customer about `ref`, once. Whether it goes out is decided here; if not, the reason is kept.

    `contact_point`: where another address than the best one is meant, such as the one that has to be confirmed.

    :raises CustomerNotFound: when there is no such customer, or they were erased
    :raises TemplateNotFound: when there is no such text for the channel
    :raises PlaceholdersMissing: when `values` leaves a place of the text empty
    :raises ChannelNotConfigured: when nothing carries this channel
    """
    if not can_carry(channel):
        raise ChannelNotConfigured(channel=channel)
    customer = customers.find_customer_card(customer_id)
    if customer is None:
        raise customers.CustomerNotFound(key=customer_id)
    text = get_template(
        template, channel=channel, language=customer.language, default=organization.get_retailer().language
    )
    if missing := missing_places(text.subject + text.body, values):
        raise PlaceholdersMissing(template=template, missing=", ".join(missing))
    known = (
        Message.objects.select_for_update(no_key=True)
        .filter(ref=ref, template__code=template, customer_id=customer.id)
        .first()
    )
    if known is not None:
        return known.id
    if text.purpose in BUDGETED:
        _take_turn(customer.id)
    point = contact_point or customers.find_contact_point(customer.id, text.channel)
    return _queue(customer, text, contact_point=point, ref=ref, values=values, by=by, now=now)


def _queue(
    customer: customers.CustomerCard, text: Template, *, contact_point: str, ref: str, values: Mapping[str, str],
    by: Actor, now: datetime,
) -> UUID:  # fmt: skip
    ids = customers.ids_of(customer.id)
    purpose = customers.Purpose(text.purpose)
    reason = reason_to_hold_back(
        purpose=purpose,
        contact_point=contact_point,
        may_contact=customers.may_contact(customer.id, purpose, text.channel, contact_point=contact_point),
        is_held=is_held(ids, purpose=purpose, now=now),
        is_quiet=customers.wants_quiet(customer.id, now=now),
        sent_lately=count_sent_lately(ids, now=now),
    )
    row = Message(
        id=new_id(), customer_id=customer.id, ref=ref, template=text, purpose=purpose, channel=text.channel,
        contact_point=contact_point, subject=fill(text.subject, values), body=fill(text.body, values), queued_at=now,
        due_at=now, held_back=reason or "",
    )  # fmt: skip
    if not insert_unless_known(row):  # somebody wrote the same at the same time
        return Message.objects.values_list("id", flat=True).get(ref=ref, template=text, customer=customer.id)
    if reason:
        announce(MessageHeldBack(message_id=row.id, customer_id=customer.id, ref=ref, reason=reason), by=by, now=now)
    else:
        announce(MessageQueued(message_id=row.id, customer_id=customer.id, ref=ref, template=text.code), by=by, now=now)
    return row.id


def _take_turn(customer_id: UUID) -> None:
    """Wait until nobody else counts what this customer was sent: of two at once both would take the last place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"messages.budget:{customer_id}"])


@action
def send_last_word(
    *, customer_id: UUID, request_id: UUID, template: str, values: Mapping[str, str], by: Actor, now: datetime
) -> UUID | None:
    """The receipt to somebody who was erased: their address stands here until it has gone, and is then forgotten.

    Without a mail server nothing is written: a file would keep what was just erased.
    """
    ref = f"{LAST_WORD}{request_id}"
    point = customers.take_receipt_address(request_id=request_id, by=by, now=now)
    if not point or keeps("email") or Message.objects.filter(ref=ref).exists():
        return None
    language = organization.get_retailer().language
    text = get_template(template, channel="email", language=language, default=language)
    row = Message.objects.create(
        id=new_id(), customer_id=customer_id, ref=ref, template=text, purpose=text.purpose, channel="email",
        contact_point=point, subject=fill(text.subject, values), body=fill(text.body, values), queued_at=now,
        due_at=now,
    )  # fmt: skip
    announce(MessageQueued(message_id=row.id, customer_id=customer_id, ref=ref, template=text.code), by=by, now=now)
    return row.id


@action
def hold_messages(
    *, customer_id: UUID, purposes: Iterable[str], ref: str, reason: str, by: Actor, now: datetime,
    ends_at: datetime | None = None,
) -> None:  # fmt: skip
    """Ask that a customer is not written to for these purposes while `ref` lasts."""
    fields = {"purposes": sorted(purposes), "reason": reason, "starts_at": now, "ends_at": ends_at}
    Hold.objects.update_or_create(ref=ref, customer_id=customer_id, defaults=fields)


@action
def release_holds(*, ref: str, by: Actor, now: datetime) -> int:
    """What the hold was for is over. Returns how many were open."""
    return Hold.objects.filter(ref=ref, ends_at=None).update(ends_at=now)


@action
def claim_due_messages(*, by: Actor, now: datetime) -> list[tuple[Letter, str]]:
    """Take the messages that are due, for the time of a lease: a sender that dies gives them back by itself."""
    waiting = Message.objects.filter(due_at__lte=now, sent_at=None, kept_at=None, failed_at=None, held_back="")
    rows = list(waiting.order_by("due_at").select_for_update(no_key=True, skip_locked=True)[:AT_ONCE])
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + LEASE)
    return [(Letter(row.id, row.contact_point, row.subject, row.body), row.channel) for row in rows]


@action
def record_attempt(
    *, message_id: UUID, error: str, by: Actor, now: datetime, is_kept: bool = False, is_final: bool = False
) -> MessageState:  # fmt: skip
    """What became of a try; an error means another one later, until the message is given up.

    `is_kept`: it was written to a file, since no mail server is set; nobody hears that it was sent. `is_final`: the
    server knows no such mailbox, so no other try is made, and the address is not chosen again while there is another.
    """
    row = Message.objects.select_for_update(no_key=True).get(pk=message_id)
    Attempt.objects.create(message=row, at=now, delivered=not error, error=error[:200])
    if not error and is_kept:
        row.kept_at = now
    elif not error:
        row.sent_at = now
        announce(MessageSent(message_id=row.id, customer_id=row.customer_id, ref=row.ref), by=by, now=now)
        _tell_who_is_who(row, customers.value_tried, by=by, now=now)
    elif is_final:
        row.failed_at = now
        _bounce(row, by=by, now=now)
    elif later := next_try_at(tries=row.attempts.count(), now=now):
        row.due_at = later
    else:
        row.failed_at = now
        announce(MessageFailed(message_id=row.id, customer_id=row.customer_id, ref=row.ref), by=by, now=now)
    row.save(update_fields=["sent_at", "kept_at", "due_at", "failed_at"])
    if row.ref.startswith(LAST_WORD) and row.state is not MessageState.WAITING:
        Message.objects.filter(pk=row.pk).update(contact_point="", body="", subject="")
        row.attempts.update(error="")
    return row.state


@action
def record_bounce(*, message_id: UUID, by: Actor, now: datetime) -> None:
    """A message that went out came back for good. Hearing it twice changes nothing.

    :raises MessageNotFound: when there is no such message
    """
    row = Message.objects.select_for_update(no_key=True).filter(pk=message_id).first()
    if row is None:
        raise MessageNotFound(key=message_id)
    if row.failed_at is None:
        Message.objects.filter(pk=row.pk).update(failed_at=now)
        _bounce(row, by=by, now=now)


def _bounce(row: Message, *, by: Actor, now: datetime) -> None:
    announce(MessageBounced(message_id=row.id, customer_id=row.customer_id, ref=row.ref), by=by, now=now)
    _tell_who_is_who(row, customers.value_failed, by=by, now=now)


def _tell_who_is_who(row: Message, tell: Callable[..., None], *, by: Actor, now: datetime) -> None:
    kind = _KINDS.get(row.channel)
    if kind:
        tell(customer_id=row.customer_id, kind=kind, value=row.contact_point, ref=f"message:{row.id}", by=by, now=now)


def send_due_messages(*, by: Actor, now: datetime) -> int:
    """Send what is due: claim, hand over, record. One message's trouble does not stop the others."""
    sent = 0
    while claimed := claim_due_messages(by=by, now=now):
        for letter, channel in claimed:
            error, is_final = _hand_over(letter, channel)
            record_attempt(
                message_id=letter.message_id, error=error, is_kept=keeps(channel), is_final=is_final, by=by, now=now
            )
        sent += len(claimed)
    return sent


def _hand_over(letter: Letter, channel: str) -> tuple[str, bool]:
    try:
        get_carrier(channel).carry(letter)
    except NobodyThere as error:
        return f"{type(error).__name__}: {error}", True
    except Exception as error:  # whatever the network or the server says, the message waits for its next try
        log.warning("message not taken", extra={"message_id": letter.message_id, "error_type": type(error).__name__})
        return f"{type(error).__name__}: {error}", False
    return "", False
