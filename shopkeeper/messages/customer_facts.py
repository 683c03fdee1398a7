"""What the messages hold of a person: what was written to them, and who asked to hold back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.customers.public import Held, Traces, register_facts, register_reach
from shopkeeper.messages.contracts import HeldBack, MessageCard, MessageState
from shopkeeper.messages.kept_mail import forget_kept
from shopkeeper.messages.models import Attempt, Hold, Message
from shopkeeper.messages.queries import list_messages_to

WHY = {
    HeldBack.NO_CONTACT_POINT: gettext_noop("not sent: no address"),
    HeldBack.NO_CONSENT: gettext_noop("not sent: no consent"),
    HeldBack.HOLD: gettext_noop("not sent: something is open with this customer"),
    HeldBack.QUIET: gettext_noop("not sent: they asked for quiet"),
    HeldBack.FATIGUE: gettext_noop("not sent: written to often enough lately"),
}
STATES = {
    MessageState.WAITING: gettext_noop("waiting to be sent"),
    MessageState.KEPT: gettext_noop("kept here, not sent: no mail server is set"),
    MessageState.FAILED: gettext_noop("could not be delivered"),
}


def tell(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """What was written to a customer, newest first."""
    return [_entry(card) for card in list_messages_to(ids, limit=limit)]


def _entry(card: MessageCard) -> StoryEntry:
    words = WHY[HeldBack(card.held_back)] if card.held_back else STATES.get(card.state, "")
    return StoryEntry(
        at=card.sent_at or card.kept_at or card.queued_at,
        title=card.subject or _("Message"),
        icon="mail",
        detail=_(words) if words else "",
        tone="warn" if card.state is MessageState.FAILED else "",
    )


register_facts(
    "messages",
    held=[
        Held(model=Message, label="messages", at="queued_at", blank={"contact_point": "", "subject": "", "body": ""}),
        Held(model=Hold, label="holds", at="starts_at"),
    ],
    timeline=tell,
)


def forget_tries(ids: Sequence[UUID], traces: Traces) -> int:
    """What mail servers said often names the address."""
    return Attempt.objects.filter(message__customer__in=ids).exclude(error="").update(error="")


def forget_files(ids: Sequence[UUID], traces: Traces) -> int:
    """Mail that was kept as files, once the erasure is through."""
    kept = list(Message.objects.filter(customer__in=ids).exclude(kept_at=None).values_list("id", flat=True))
    transaction.on_commit(lambda: forget_kept(kept, settings.HOME.path / "mail"))
    return len(kept)


register_reach(gettext_noop("Tries of sending mail"), forget_tries)
register_reach(gettext_noop("Mail kept as files"), forget_files)
