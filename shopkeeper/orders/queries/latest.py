"""The book as a clerk leafs through it: newest first, narrowed to a stage and a channel, page by page."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import F, Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.interactions.public import Channel
from shopkeeper.orders.contracts import OrderCard
from shopkeeper.orders.models import Hold, Order, OrderLine
from shopkeeper.orders.queries.book import cards_of, orders_visible_to


class Stage(StrEnum):
    """What became of at least one piece of an order, so that an order in two parcels can stand in two stages."""

    TO_SEND = "to_send"
    UNDER_WAY = "under_way"
    CAME_BACK = "came_back"
    CANCELED = "canceled"
    HELD = "held"
    """The whole order may not leave for now."""


_AWAITED = Q(ordered__gt=F("canceled") + F("delivered"))
_GONE_WRONG = Q(returned__gt=0) | Q(canceled__gt=0)
# The first half of each is the condition of an index of the few lines that it holds for.
_LINES = {
    Stage.TO_SEND: _AWAITED & Q(ordered__gt=F("canceled") + F("shipped")),
    Stage.UNDER_WAY: _AWAITED & Q(shipped__gt=F("delivered")),
    Stage.CAME_BACK: _GONE_WRONG & Q(returned__gt=0),
    Stage.CANCELED: _GONE_WRONG & Q(canceled__gt=0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """Which orders, newest first. `before` is the last order of the page before."""

    stage: Stage | None = None
    channel: Channel | None = None
    before: UUID | None = None


EVERYTHING = Latest()


def list_latest_orders(asked: Latest = EVERYTHING, *, by: Actor, limit: int) -> list[OrderCard]:
    """What was ordered last, of what `by` may open."""
    rows = orders_visible_to(by).filter(described=True)
    if asked.stage is Stage.HELD:
        rows = rows.filter(pk__in=Hold.objects.filter(released_at=None).values("order"))
    elif asked.stage:
        rows = rows.filter(pk__in=OrderLine.objects.filter(_LINES[asked.stage]).values("order"))
    if asked.channel:
        rows = rows.filter(channel=asked.channel)
    return cards_of(_after(rows, asked.before).order_by("-placed_at", "-id")[:limit])


def _after(rows: QuerySet[Order], last: UUID | None) -> QuerySet[Order]:
    placed_at = Order.objects.filter(pk=last).values_list("placed_at", flat=True).first() if last else None
    if placed_at is None:
        return rows
    return rows.filter(Q(placed_at__lt=placed_at) | Q(placed_at=placed_at, pk__lt=last), placed_at__lte=placed_at)
