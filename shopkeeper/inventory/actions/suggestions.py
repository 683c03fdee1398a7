"""Send and order suggestions: worked out every night, decided by people, carried out by people."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.writing import insert_unless_known
from shopkeeper.inventory.actions.coming import expect, get_place, transfer
from shopkeeper.inventory.actions.ledger import actor_name
from shopkeeper.inventory.contracts import InboundKind, Ordered
from shopkeeper.inventory.errors import AskedAlready, NotEnoughStock, SuggestionNotFound
from shopkeeper.inventory.models import Suggestion
from shopkeeper.inventory.queries.availability import get_availability
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.queries.lead_times import get_lead_time
from shopkeeper.inventory.queries.ordering import weigh_order
from shopkeeper.inventory.queries.roads import list_roads
from shopkeeper.inventory.queries.suggestions import list_settled, list_shelves
from shopkeeper.inventory.rules.replenishing import (
    ON_THE_ROAD,
    Shelf,
    Step,
    Terms,
    may_run_out,
    plan_order,
    plan_transfers,
)

_LEAD_UNKNOWN = 7


@action
def suggest_stock(*, by: Actor, now: datetime) -> int:
    """Work out anew what to send and what to order. What people have decided already is left alone.

    Gives how many suggestions wait.
    """
    settled = list_settled(now=now)
    rows = [
        row
        for product, shelves in list_shelves(now=now).items()
        for row in (*_transfers(product, shelves, now), *_orders(product, shelves, now))
        if (row.kind, row.product_id, row.destination_id) not in settled
    ]
    Suggestion.objects.filter(ended_at=None, accepted_at=None).delete()
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)  # what somebody asked for meanwhile stays
    return len(rows)


@action
def accept(*, suggestion_id: UUID, quantity: int, by: Actor, now: datetime) -> None:
    """Somebody wants this: it waits for whoever sends or orders it. Twice changes nothing."""
    row = lock_suggestion(suggestion_id)
    if row.accepted_at is None:
        row.accepted_at, row.accepted_by, row.quantity = now, actor_name(by), max(1, quantity)
        row.save(update_fields=["accepted_at", "accepted_by", "quantity"])


@action
def accept_all(*, suggestion_ids: Collection[UUID], by: Actor, now: datetime) -> int:
    """Somebody wants all of these, with the pieces suggested. Gives how many; what was decided meanwhile stays."""
    rows = Suggestion.objects.filter(pk__in=suggestion_ids, ended_at=None, accepted_at=None)
    return rows.update(accepted_at=now, accepted_by=actor_name(by))


@action
def ask_for_transfer(
    *, sku: str, origin: str, destination: str, quantity: int, by: Actor, now: datetime
) -> UUID:  # fmt: skip
    """Somebody wants pieces of another location: they wait there for whoever sends them.

    :raises NotEnoughStock: when fewer are free there
    :raises AskedAlready: when pieces of it are to be sent here already
    """
    product = catalog.get_products([sku])[sku]
    start, end = get_place(origin), get_place(destination)
    free = get_availability([sku], by=by, now=now)[sku]
    there = sum(place.available for place in free.locations if place.location == origin)
    if quantity < 1 or there < quantity:
        raise NotEnoughStock(free=there, sku=sku, location=start.name)
    step = Step(start.id, end.id, quantity, there)
    fresh = _suggestion(
        InboundKind.TRANSFER, product.id, step, now, sold=0, empty_days=0.0, lost=0.0, have=0, spare=there,
        lead_days=ON_THE_ROAD, origin_id=start.id, accepted_at=now, accepted_by=actor_name(by),
    )  # fmt: skip
    if insert_unless_known(fresh):
        return fresh.id
    rows = Suggestion.objects.select_for_update(no_key=True, of=("self",)).select_related("origin")
    known = rows.filter(product=product.id, destination=end, kind=InboundKind.TRANSFER, ended_at=None).first()
    row = known or fresh  # a suggestion that was in the way may just have fallen away
    if known is not None and row.accepted_at is not None and row.origin is not None:
        raise AskedAlready(pieces=row.quantity, name=product.name, origin=row.origin.name)
    row.origin, row.quantity, row.suggested_at = start, quantity, now
    row.accepted_at, row.accepted_by = now, actor_name(by)
    row.save()
    return row.id


@action
def dismiss(*, suggestion_id: UUID, by: Actor, now: datetime) -> None:
    """Not this one; it is not suggested again for two weeks."""
    row = lock_suggestion(suggestion_id)
    row.accepted_at, row.ended_at = None, now
    row.save(update_fields=["accepted_at", "ended_at"])


@action
def carry_out(*, suggestion_id: UUID, quantity: int | None = None, by: Actor, now: datetime) -> UUID:
    """The pieces were sent, or the order was placed, or so many of them: they are on their way. Gives the id under
    which they come.

    :raises NotEnoughStock: when fewer are free where they should leave
    """
    row = lock_suggestion(suggestion_id)
    row.quantity = row.quantity if quantity is None else quantity
    end = row.destination.code
    if row.origin is not None:
        due_on = list_roads([end], now=now).arrival(row.origin.code, end, day_of(now))
        inbound = transfer(
            sku=row.product.sku, origin=row.origin.code, destination=end, quantity=row.quantity, due_on=due_on, by=by,
            now=now,
        )  # fmt: skip
    else:
        inbound = expect(
            sku=row.product.sku, location=end, quantity=row.quantity,
            due_on=_starts_on(row, now) + timedelta(days=row.lead_days), ordered=Ordered(row.supplier_id, now.date()),
            by=by, now=now,
        )  # fmt: skip
    row.ended_at, row.inbound_id = now, inbound
    row.save(update_fields=["ended_at", "inbound_id", "quantity"])
    return inbound


def _starts_on(row: Suggestion, now: datetime) -> date:
    """Today, or tomorrow where the supplier's cut-off has passed."""
    if row.supplier_id is None:
        return now.date()
    card = catalog.get_product_cards([row.product_id])[row.product_id]
    order = weigh_order(card, row.quantity, supplier_id=row.supplier_id, ordered_on=None, now=now)
    return order.counts_from or now.date()


def _transfers(product: UUID, shelves: list[Shelf], now: datetime) -> Iterable[Suggestion]:
    by_place = {each.location_id: each for each in shelves}
    for step in plan_transfers(shelves):
        to = by_place[step.destination]
        yield _suggestion(
            InboundKind.TRANSFER, product, step, now, sold=to.sold, empty_days=to.empty_days, lost=to.lost,
            have=to.have, lead_days=ON_THE_ROAD, origin_id=step.origin, spare=step.spare,
        )  # fmt: skip


def _orders(product: UUID, shelves: list[Shelf], now: datetime) -> Iterable[Suggestion]:
    offer = next(iter(catalog.list_offers_for(product)), None) if may_run_out(shelves) else None
    if offer is None:
        return
    pack = min((pack.quantity for pack in catalog.list_packs(product)), default=1)
    card = catalog.get_product_cards([product])[product]
    lead = get_lead_time(offer.supplier_id, now=now, agreed=offer.lead_time_days, product=card).to_count_on
    terms = Terms(_LEAD_UNKNOWN if lead is None else lead, offer.minimum_quantity, pack)
    if step := plan_order(shelves, terms):
        yield _suggestion(
            InboundKind.PURCHASE, product, step, now, sold=sum(each.sold for each in shelves),
            empty_days=max(each.empty_days for each in shelves), lost=sum(each.lost for each in shelves),
            have=sum(each.have for each in shelves), lead_days=terms.lead_days, supplier_id=offer.supplier_id,
            minimum=terms.minimum,
        )  # fmt: skip


def _suggestion(kind: InboundKind, product: UUID, step: Step, now: datetime, **figures: Any) -> Suggestion:
    return Suggestion(
        kind=kind, product_id=product, destination_id=step.destination, quantity=step.quantity, suggested_at=now,
        **figures,
    )  # fmt: skip


def lock_suggestion(suggestion_id: UUID) -> Suggestion:
    """What waits to be decided or carried out, locked.

    :raises SuggestionNotFound: when nothing does
    """
    rows = Suggestion.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "product", "origin", "destination"
    )
    row = rows.filter(pk=suggestion_id, ended_at=None).first()
    if row is None:
        raise SuggestionNotFound(what="suggestion", key=suggestion_id)
    return row
