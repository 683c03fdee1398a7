"""What the promise ledger holds of a person. Deliveries and pick-ups are told by those who carry them out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.customers.public import Held, register_facts
from shopkeeper.promises.contracts import PromiseCard, PromiseKind
from shopkeeper.promises.models import Promise
from shopkeeper.promises.queries import card_of

TOLD_ELSEWHERE = (PromiseKind.DELIVERY, PromiseKind.PICKUP)
TITLES = {
    PromiseKind.REFUND: gettext_noop("Refund promised"),
    PromiseKind.CALL_BACK: gettext_noop("Call back promised"),
    PromiseKind.REPLY: gettext_noop("Reply promised"),
    PromiseKind.PRICE: gettext_noop("Price promised"),
    PromiseKind.STOCK: gettext_noop("Stock promised"),
}


def tell(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """What else was promised to a customer, newest first."""
    rows = Promise.objects.filter(customer_id__in=list(ids)).exclude(kind__in=TOLD_ELSEWHERE)
    return [_entry(card_of(row, now=now)) for row in rows.order_by("-made_at")[:limit]]


def _entry(card: PromiseCard) -> StoryEntry:
    state = "" if card.state == "withdrawn" else str(card.state)
    tone = {"broken": "bad", "kept": "good"}.get(state, "")
    title = _(TITLES[card.kind])
    return StoryEntry(at=card.made_at, title=title, icon="handshake", tone=tone, promise=state)  # type: ignore[arg-type]


register_facts("promises", held=[Held(model=Promise, label="promises", at="made_at")], timeline=tell)
