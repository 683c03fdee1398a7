"""Returns as others know them, and what one would bring before it is asked for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.core.joining import joined_if_any
from shopkeeper.orders.contracts import (
    Disposition,
    NewReturn,
    RefundWay,
    ReturnCard,
    ReturnItemCard,
    ReturnKind,
    ReturnPreview,
    ReturnState,
    ReturnStepCard,
    WayBack,
)
from shopkeeper.orders.errors import OrderNotFound
from shopkeeper.orders.models import (
    Inspection,
    Order,
    OrderLine,
    Refund,
    ReturnItem,
    ReturnPhoto,
    ReturnRequest,
    ReturnStep,
)
from shopkeeper.orders.queries.book import orders_visible_to
from shopkeeper.orders.queries.ruling import list_wishes, rule

GONE = (Disposition.SUPPLIER, Disposition.DESTROY)
WAITING = (ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.RECEIVED, ReturnState.INSPECTED)


def preview_return(*, wish: NewReturn, now: datetime) -> ReturnPreview:
    """What the policy would say of a return, and what it would bring; nothing is written.

    :raises OrderNotFound: when there is no such order
    :raises NotDelivered: when the customer has fewer pieces, those of other open returns counted out
    """
    order = Order.objects.filter(pk=wish.order_id).first()
    if order is None:
        raise OrderNotFound(key=wish.order_id)
    lines = list(OrderLine.objects.filter(order=order))
    wishes = [item.wish for item in list_wishes(order, lines, wish.lines, now=now)]
    return ReturnPreview(
        rule(wishes, order.customer_id, now=now), tuple(one.worth for one in wishes), order.currency
    )  # fmt: skip


def returns_visible_to(by: Actor) -> QuerySet[ReturnRequest]:
    """The returns that `by` may open: all, those of orders that they may open, and what came or comes to their outlets.

    What may come back anywhere is open to everybody who stands at a counter until it has come.
    """
    if by.scopes.company_wide:
        return ReturnRequest.objects.all()
    outlets = [UUID(outlet) for outlet in by.scopes.values.get("outlet_id", frozenset())]
    mine = Q(outlet__in=outlets) | Q(order__in=orders_visible_to(by)) | Q(location__outlet__in=outlets)
    return ReturnRequest.objects.filter(mine | Q(state=ReturnState.APPROVED))


def has_gone(request_id: UUID) -> bool:
    """Whether money of a return has gone back, or pieces of it have left the building: no step is taken back then."""
    gone = Inspection.objects.filter(item__request=request_id, undone_at=None, disposition__in=GONE)
    return Refund.objects.filter(request=request_id, paid_at__isnull=False).exists() or gone.exists()


def paid_back(request_id: UUID) -> tuple[Decimal, str]:
    """How much of a return has gone back, and in which currency."""
    rows = Refund.objects.filter(request=request_id).exclude(paid_at=None).values_list("amount", "currency")
    told = list(rows)
    return sum((amount for amount, _currency in told), Decimal(0)), told[0][1] if told else ""


def find_return(key: str | UUID, *, by: Actor) -> ReturnCard | None:
    """One return by its id or its number, with its steps, if `by` may open it."""
    rows = returns_visible_to(by).filter(Q(number=str(key).upper()) if not _is_id(key) else Q(pk=key))
    found = _cards(rows[:1])
    return found[0] if found else None


def list_returns(*, by: Actor, states: Sequence[ReturnState] = WAITING, limit: int = 100) -> list[ReturnCard]:
    """Returns in some states that `by` may open, oldest first."""
    return _cards(returns_visible_to(by).filter(state__in=list(states)).order_by("asked_at")[:limit])


def list_returns_at(*, by: Actor, states: Sequence[ReturnState], limit: int) -> list[ReturnCard]:
    """Returns in some states that lie or were asked for at the outlets of `by`, oldest first; everywhere for the whole
    company."""
    rows = ReturnRequest.objects.filter(state__in=list(states))
    if not by.scopes.company_wide:
        rows = rows.filter(outlet__in=[UUID(outlet) for outlet in by.scopes.values.get("outlet_id", frozenset())])
    return _cards(rows.order_by("asked_at")[:limit])


def count_returns(*, by: Actor) -> dict[str, int]:
    """How many wait in each state, of those that `by` may open."""
    states = returns_visible_to(by).filter(state__in=list(WAITING)).values_list("state", flat=True)
    counted = dict.fromkeys((str(state) for state in WAITING), 0)
    for state in states:
        counted[state] += 1
    return counted


def list_returns_of_order(order_id: UUID) -> list[ReturnCard]:
    """The returns of an order, newest first."""
    return _cards(ReturnRequest.objects.filter(order=order_id).order_by("-asked_at"))


def list_returns_of(customer_ids: Iterable[UUID], *, limit: int = 50) -> list[ReturnCard]:
    """The returns of one person (all ids that lead to them), newest first."""
    return _cards(ReturnRequest.objects.filter(customer__in=list(customer_ids)).order_by("-asked_at")[:limit])


def _is_id(key: str | UUID) -> bool:
    try:
        return isinstance(key, UUID) or bool(UUID(key))
    except ValueError:
        return False


def _cards(rows: QuerySet[ReturnRequest]) -> list[ReturnCard]:
    items = ReturnItem.objects.select_related("product", "reason").order_by("id")
    steps = ReturnStep.objects.order_by("occurred_at", "id")
    photos = ReturnPhoto.objects.order_by("added_at", "id")
    found = rows.prefetch_related(Prefetch("items", items), Prefetch("steps", steps), Prefetch("photos", photos))
    return [_card(row) for row in joined_if_any(found, "order", "location")]


def _card(row: ReturnRequest) -> ReturnCard:
    return ReturnCard(
        id=row.id, number=row.number, kind=ReturnKind(row.kind), state=ReturnState(row.state), order_id=row.order_id,
        order_number=row.order.number if row.order else "", customer_id=row.customer_id, outlet_id=row.outlet_id,
        currency=row.currency, way=WayBack(row.way), refund_way=RefundWay(row.refund_way), asked_at=row.asked_at,
        reasons=tuple(row.reasons), why=row.why, location=row.location.name if row.location else "",
        items=tuple(_item(item) for item in row.items.all()),
        steps=tuple(ReturnStepCard(one.kind, one.decided_by, one.occurred_at, one.why) for one in row.steps.all()),
        photos=tuple(one.id for one in row.photos.all()),
    )  # fmt: skip


def _item(row: ReturnItem) -> ReturnItemCard:
    return ReturnItemCard(
        row.id, row.line_id, row.product.sku, row.product.name or row.product.sku, row.quantity, row.received,
        row.inspected, row.worth, row.reason.name if row.reason else "", row.comment, row.is_faulty,
    )  # fmt: skip
