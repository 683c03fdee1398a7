"""Where suppliers send what they have of an order, and what they were asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.actors import Actor
from shopkeeper.inventory.public import get_locations
from shopkeeper.orders.contracts import AskedRedirectionCard
from shopkeeper.orders.models import Allocation, AskedRedirection, Order, OrderLine
from shopkeeper.orders.queries.book import orders_visible_to
from shopkeeper.orders.words import tell_where

SENT_ALREADY = gettext_noop("sent already")
_OPEN = Q(answered_at=None, withdrawn_at=None)


def target_of(row: AskedRedirection) -> Mapping[str, Any]:
    """Where the supplier was asked to send to."""
    return row.change.before if row.is_undoing else row.change.after


def origin_of(row: AskedRedirection) -> Mapping[str, Any]:
    """Where it went when that was asked."""
    return row.change.after if row.is_undoing else row.change.before


def where_it_goes(order_id: UUID, node: str, otherwise: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where a supplier sends to: what it agreed to last, or where it went before it was asked at all."""
    rows = AskedRedirection.objects.filter(order=order_id, node=node).select_related("change")
    found = list(rows.order_by("asked_at", "id"))
    agreed = [row for row in found if row.agreed]
    return target_of(agreed[-1]) if agreed else origin_of(found[0]) if found else otherwise


def list_redirections(order_id: UUID) -> list[AskedRedirectionCard]:
    """What suppliers were asked about an order, newest first."""
    return _cards(_rows().filter(order=order_id).order_by("-asked_at", "-id"))


def list_unanswered_redirections(
    *, by: Actor, due_before: datetime | None = None, limit: int = 100
) -> list[AskedRedirectionCard]:
    """What suppliers have not answered yet, of orders that `by` may see, due first; or only what they should have."""
    rows = _rows().filter(_OPEN, order__in=orders_visible_to(by))
    rows = rows.filter(due_at__lte=due_before) if due_before else rows
    return _cards(rows.order_by("due_at")[:limit])


def find_redirection(asked_id: UUID, *, by: Actor) -> AskedRedirectionCard | None:
    """One of them, of an order that `by` may see."""
    found = _cards(_rows().filter(pk=asked_id, order__in=orders_visible_to(by)))
    return found[0] if found else None


def _rows() -> QuerySet[AskedRedirection]:
    later = AskedRedirection.objects.filter(order=OuterRef("order"), node=OuterRef("node"), id__gt=OuterRef("id"))
    still = Allocation.objects.filter(line__order=OuterRef("order"), location__code=OuterRef("node"))
    under_way = Q(open__gt=0) | Q(shipped__gt=0)
    rows = AskedRedirection.objects.select_related("order", "change")
    return rows.annotate(is_later=Exists(later), is_theirs=Exists(still.filter(under_way)))


def _cards(rows: Iterable[AskedRedirection]) -> list[AskedRedirectionCard]:
    found = list(rows)
    places = get_locations({row.node for row in found}) if found else {}
    has_come = _list_arrived({row.order_id for row in found}) if found else set()
    return [_card(row, places[row.node].name if row.node in places else row.node, has_come) for row in found]


def _list_arrived(order_ids: set[UUID]) -> set[UUID]:
    """Orders of which every piece is with the customer, or was canceled."""
    to_come = OrderLine.objects.filter(order__in=order_ids, ordered__gt=F("canceled") + F("delivered"))
    return order_ids - set(to_come.values_list("order", flat=True))


def _card(row: Any, place: str, has_come: set[UUID]) -> AskedRedirectionCard:
    """`row`: with whether another question came after it, and whether the supplier has pieces."""
    return AskedRedirectionCard(
        row.id, row.order_id, row.order.number, row.node, place, row.what, tell_where(target_of(row)), row.asked_at,
        row.due_at, row.answered_at, row.agreed, _(row.why) if row.why == SENT_ALREADY else row.why,
        is_withdrawn=row.withdrawn_at is not None,
        is_in_force=not row.is_later and row.is_theirs and row.order_id not in has_come
        and is_where(row.order, target_of(row)),
        asked_by=row.asked_by, answered_by=row.answered_by,
    )  # fmt: skip


def is_where(order: Order, facts: Mapping[str, Any]) -> bool:
    """Whether an order goes to this address just now."""
    named = ("ship_name", "ship_street", "ship_postcode", "city")
    return bool(facts) and all(getattr(order, name) == facts.get(name) for name in named)
