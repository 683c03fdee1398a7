"""What the inventory holds of a person: what they wait for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.customers.public import Held, register_facts
from shopkeeper.inventory.models import RestockRequest
from shopkeeper.inventory.queries.restock import list_requests_of

ENDED = {
    "told": gettext_noop("told that it is back"),
    "held_back": gettext_noop("it is back, but they cannot be written to"),
    "withdrawn": gettext_noop("does not wait any more"),
    "too_late": gettext_noop("it did not come back in half a year"),
    "unconfirmed": gettext_noop("asked from outside, and never confirmed"),
}
_WAITING, _TO_CONFIRM = gettext_noop("still waiting"), gettext_noop("to be confirmed from the address given")


def tell(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """What they asked to be told of, newest first."""
    return [_entry(row) for row in list_requests_of(ids)[:limit]]


def _entry(row: RestockRequest) -> StoryEntry:
    return StoryEntry(
        at=row.asked_at,
        icon="bell",
        title=_("Wants to know when %(name)s is back") % {"name": row.product.name or row.product.sku},
        detail=_(ENDED.get(row.why_ended, _WAITING if row.confirmed_at else _TO_CONFIRM)),
        where=row.location.name if row.location else "",
        where_icon="store" if row.location else "",
        url=reverse("catalog:product", args=[row.product.sku]),
    )


register_facts(
    "inventory",
    held=[
        Held(
            model=RestockRequest,
            label=gettext_noop("requests to be told of products"),
            at="asked_at",
            blank={"contact_point": ""},
        )
    ],
    timeline=tell,
)
