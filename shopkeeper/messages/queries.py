"""What others may ask of the messages."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.core.actors import Actor
from shopkeeper.messages.contracts import MessageCard, MessageState
from shopkeeper.messages.errors import TemplateNotFound
from shopkeeper.messages.models import Hold, Message, Template
from shopkeeper.messages.rules import BUDGET_SPAN, BUDGETED, best_language


def get_template(code: str, *, channel: str, language: str, default: str) -> Template:
    """The newest version of a text in the reader's language, or the next best one.

    :raises TemplateNotFound: when there is no such text for the channel
    """
    newest = {row.language: row for row in Template.objects.filter(code=code, channel=channel).order_by("version")}
    chosen = best_language(language, list(newest), default)
    if chosen is None:
        raise TemplateNotFound(template=code, channel=channel)
    return newest[chosen]


def is_held(customer_ids: Iterable[UUID], *, purpose: str, now: datetime) -> bool:
    """Whether somebody above has asked that this customer is not written to for `purpose` just now."""
    holds = Hold.objects.filter(customer_id__in=list(customer_ids), starts_at__lte=now, purposes__contains=purpose)
    return holds.filter(Q(ends_at=None) | Q(ends_at__gt=now)).exists()


def count_sent_lately(customer_ids: Iterable[UUID], *, now: datetime) -> int:
    """Surveys and marketing sent or waiting in the span of the budget, to all ids that lead to the customer."""
    rows = Message.objects.filter(customer_id__in=list(customer_ids), purpose__in=BUDGETED, held_back="")
    return rows.filter(queued_at__gt=now - BUDGET_SPAN, failed_at=None).count()


def list_messages_to(customer_ids: Iterable[UUID], *, limit: int = 100) -> list[MessageCard]:
    """What was written to a customer, newest first."""
    rows = Message.objects.filter(customer_id__in=list(customer_ids)).order_by("-queued_at")[:limit]
    return [card_of(row) for row in rows]


def list_messages_about(ref: str, *, customer_ids: Iterable[UUID], limit: int = 50) -> list[MessageCard]:
    """What was written to a customer about a ref or a part of it ("order:1042/…"), newest first."""
    about = Q(ref=ref) | Q(ref__startswith=f"{ref}/")
    rows = Message.objects.filter(about, customer_id__in=list(customer_ids)).order_by("-queued_at")[:limit]
    return [card_of(row) for row in rows]


def list_messages(*, by: Actor, state: str = "", limit: int = 100) -> list[MessageCard]:
    """The newest messages, of one state where asked.

    :raises NotPermitted: when `by` may not read all mail
    """
    by.require("messages.view_outbox")
    conditions = {
        MessageState.WAITING: Q(sent_at=None, kept_at=None, failed_at=None, held_back=""),
        MessageState.SENT: ~Q(sent_at=None),
        MessageState.KEPT: ~Q(kept_at=None),
        MessageState.FAILED: ~Q(failed_at=None),
        MessageState.HELD_BACK: ~Q(held_back=""),
    }
    rows = Message.objects.filter(conditions[MessageState(state)]) if state else Message.objects.all()
    return [card_of(row) for row in rows.order_by("-queued_at")[:limit]]


def card_of(row: Message) -> MessageCard:
    """A row as others know it."""
    return MessageCard(
        id=row.id,
        customer_id=row.customer_id,
        ref=row.ref,
        purpose=row.purpose,
        channel=row.channel,
        contact_point=row.contact_point,
        subject=row.subject,
        body=row.body,
        queued_at=row.queued_at,
        sent_at=row.sent_at,
        kept_at=row.kept_at,
        state=row.state,
        held_back=row.held_back,
    )
