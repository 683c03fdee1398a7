"""Pieces that came back, by the number of their return or credit note, with or without an order."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.db.models import Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.orders.contracts import ToldPieces, ToldReturn
from shopkeeper.orders.models import Return
from shopkeeper.orders.queries.book import orders_visible_to
from shopkeeper.organization import public as organization

SHOWN = Q(quantity__gt=0) | Q(product=None)
"""Pieces, or money alone; what was undone counts no piece of a product."""
_ROWS = 10
"""As many rows are read for each return that is shown: few credit notes are longer."""


def list_told_returns(number: str, *, by: Actor, limit: int = 20) -> list[ToldReturn]:
    """What came back under this number, in whatever case it was typed; one for each system that gave it."""
    asked = number.strip()
    if not asked:
        return []
    rows = _visible_to(by).filter(number__in={asked, asked.upper(), asked.lower()})
    return _together(rows.order_by("source", "number", "source_key"))[:limit]


def list_returns_without_order(*, by: Actor, limit: int) -> list[ToldReturn]:
    """What came back last of which nobody knows the order."""
    newest = _visible_to(by).filter(line=None).exclude(number="").order_by("-occurred_at")
    numbers = dict.fromkeys(newest.values_list("number", flat=True)[: limit * _ROWS])
    rows = _visible_to(by).filter(line=None, number__in=list(numbers)[:limit])
    found = _together(rows.order_by("source", "number", "source_key"))
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


def _visible_to(by: Actor) -> QuerySet[Return]:
    """What came to the reader's outlets, or of orders that they may open."""
    rows = Return.objects.filter(SHOWN).select_related("product", "outlet", "reason", "line__order")
    if by.scopes.company_wide:
        return rows
    outlets = [UUID(outlet) for outlet in by.scopes.values.get("outlet_id", frozenset())]
    return rows.filter(Q(outlet__in=outlets) | Q(line__order__in=orders_visible_to(by)))


def _together(rows: Iterable[Return]) -> list[ToldReturn]:
    currency = organization.get_retailer().currency
    return [_card(list(part), currency) for _key, part in groupby(rows, lambda row: (row.source, row.number))]


def _card(rows: list[Return], currency: str) -> ToldReturn:
    first = rows[0]
    order = first.line.order if first.line else None
    told = next((row.currency for row in rows if row.currency), currency)
    return ToldReturn(
        number=first.number, at=max(row.occurred_at for row in rows), customer_id=first.customer_id,
        outlet=first.outlet.name if first.outlet else "", order_id=order.id if order else None,
        order_number=order.number if order else "", currency=order.currency if order else told,
        pieces=tuple(_pieces(row) for row in rows),
    )  # fmt: skip


def _pieces(row: Return) -> ToldPieces:
    reason = row.reason.name if row.reason else ""
    if row.product is None:
        return ToldPieces("", row.comment, 0, row.refund_amount, reason, "")
    name = row.product.name or row.product.sku
    return ToldPieces(row.product.sku, name, row.quantity, row.refund_amount, reason, row.comment)
