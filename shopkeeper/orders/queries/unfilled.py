"""Pieces that no location can send, in the order in which they are given what turns up."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.policies import agreed
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import Precedence, UnfilledCard
from shopkeeper.orders.models import Unfilled
from shopkeeper.orders.policies import SCARCE
from shopkeeper.orders.queries.book import orders_visible_to, ref_of
from shopkeeper.orders.queries.lacking import pieces_lacking
from shopkeeper.orders.rules.precedence import place_in_line, precedence_of
from shopkeeper.promises import public as promises

_READER = system_actor("orders.unfilled")
_LOOKED_AT = 2_000
"""So many lines, the longest waiting, are put in order: more than anybody gives pieces to in ten minutes."""


def list_unfilled(*, by: Actor, now: datetime, limit: int = 200) -> list[UnfilledCard]:
    """Pieces that nobody can fulfill, of orders that `by` may see, in the order in which they are served."""
    return _in_line(_open_unfilled().filter(line__order__in=orders_visible_to(by)), now=now)[:limit]


def list_orders_to_serve(*, now: datetime, limit: int) -> list[UUID]:
    """The orders that lack a piece of which any lies free somewhere, in the order in which they are served."""
    cards = _in_line(_open_unfilled(), now=now)
    turned_up = _list_lying_free({card.sku for card in cards}, now=now)
    return list(dict.fromkeys(card.order_id for card in cards if card.sku in turned_up))[:limit]


def _list_lying_free(skus: Collection[str], *, now: datetime) -> set[str]:
    """SKUs of which somebody has a free piece, whether or not it may be promised: sourcing looks closer."""
    found = inventory.get_availability(sorted(skus), by=_READER, now=now) if skus else {}
    return {
        sku
        for sku, told in found.items()
        if told.available > 0 or any(stock.on_hand > stock.reserved for stock in told.locations)
    }


def _open_unfilled() -> QuerySet[Unfilled]:
    return Unfilled.objects.filter(settled_at=None).select_related("line__product", "line__order")


def _in_line(rows: QuerySet[Unfilled], *, now: datetime) -> list[UnfilledCard]:
    cards = _cards(rows.order_by("since", "id")[:_LOOKED_AT], now=now)
    return sorted(cards, key=lambda card: place_in_line(card.precedence, card.since))


def _cards(rows: Iterable[Unfilled], *, now: datetime) -> list[UnfilledCard]:
    found, policy = list(rows), agreed(SCARCE)
    let_down = promises.list_refs_past_due({ref_of(row.line.order_id) for row in found}, now=now) if found else set()
    return [
        _card(
            row,
            precedence_of(
                was_let_down=ref_of(row.line.order_id) in let_down, is_company=row.line.order.account_id is not None,
                agreed=policy,
            ),
        )
        for row in found
    ]  # fmt: skip


def _card(row: Unfilled, precedence: Precedence) -> UnfilledCard:
    line = row.line
    return UnfilledCard(
        row.id, line.order_id, line.order.number, line.id, line.product.sku, line.product.name or line.product.sku,
        pieces_lacking(line), row.since, line.order.customer_id, precedence,
    )  # fmt: skip
