"""Keeping pieces for a day to come: out of what is on its way, so that today's stock stays free for today."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.coming import get_place
from shopkeeper.inventory.actions.ledger import actor_name, lock_positions, refresh_positions
from shopkeeper.inventory.actions.reservations import reserve
from shopkeeper.inventory.actions.waiting import choose_delivery, draw, find_queue, list_expected
from shopkeeper.inventory.contracts import (
    Demand,
    InboundKind,
    Kept,
    ReservationKind,
    ReservedLine,
    ReserveOutcome,
    Shortfall,
)
from shopkeeper.inventory.errors import NotPositive
from shopkeeper.inventory.models import Inbound, Location, Reservation


@action
def reserve_by_date(
    *,
    demand: Demand,
    needed_on: date,
    kind: ReservationKind,
    by: Actor,
    now: datetime,
    expires_at: datetime | None = None,
    channel: str = "",
) -> ReserveOutcome:
    """Keep pieces for a day: out of the latest delivery that comes in time and has room, else out of what is there.

    A delivery has room while no promise, on whatever day, would lack a piece by it.
    """
    if demand.quantity < 1:
        raise NotPositive(sku=demand.sku)
    product = catalog.find_product_ids([demand.sku]).get(demand.sku)
    place = Location.objects.filter(code=demand.location).first()
    if product is None or place is None:
        return reserve(demands=[demand], kind=kind, expires_at=expires_at, channel=channel, by=by, now=now)
    lock_positions([(product, place.id)])
    known = list_known(demand, product, place.id)
    if any(row.inbound_id is not None for row in known):
        return _outcome(demand, sum(row.open + row.consumed for row in known))
    coming = list_expected(product, place.id, now=now)
    chosen = None if known else choose_delivery(coming, demand.quantity, needed_on=needed_on)
    if chosen is None:
        return reserve(demands=[demand], kind=kind, expires_at=expires_at, channel=channel, by=by, now=now)
    keep_out_of(
        demand, product, place.id, chosen, kind=kind, channel=channel, expires_at=expires_at, by=by, now=now
    )  # fmt: skip
    return _outcome(demand, demand.quantity)


@action
def reserve_when_it_comes(*, demand: Demand, by: Actor, now: datetime, channel: str = "") -> Kept:
    """Keep pieces for as long as it takes: of what is there, of the first deliveries that have room, or in the queue.

    Nobody who asks later gets theirs first: what comes serves the queue before it can be promised to others.

    :raises ProductNotFound, LocationNotFound: when the product or the location is not known
    """
    if demand.quantity < 1:
        raise NotPositive(sku=demand.sku)
    product, place = catalog.get_products([demand.sku])[demand.sku].id, get_place(demand.location).id
    lock_positions([(product, place)])
    if not list_known(demand, product, place):
        there = reserve(
            demands=[demand], kind=ReservationKind.HARD, channel=channel, partial=True, by=by, now=now
        ).lines[0].got  # fmt: skip
        _await(demand, demand.quantity - there, product, place, channel=channel, by=by, now=now)
    return sum_up_kept(demand, list_known(demand, product, place))


def sum_up_kept(demand: Demand, rows: Sequence[Reservation]) -> Kept:
    """What a demand was given, here and out of what comes."""
    is_queued = any(row.inbound is not None and row.inbound.kind == InboundKind.QUEUE and row.open for row in rows)
    days = [row.inbound.due_on for row in rows if row.inbound is not None and row.open]
    return Kept(
        demand.ref, demand.attempt, demand.sku, demand.location, sum(row.open + row.consumed for row in rows),
        None if is_queued else max(days, default=None), is_queued,
        there=sum(row.open for row in rows if row.inbound_id is None),
    )  # fmt: skip


def list_known(demand: Demand, product: UUID, place: UUID) -> list[Reservation]:
    """What a demand was given before: of what is there, and out of each delivery."""
    rows = Reservation.objects.filter(ref=demand.ref, attempt=demand.attempt, product=product, location=place)
    return list(rows.select_related("inbound"))


def _await(
    demand: Demand, quantity: int, product: UUID, place: UUID, *, channel: str, by: Actor, now: datetime
) -> None:
    drawn = draw(list_expected(product, place, now=now), quantity)
    left = quantity - sum(pieces for _, pieces in drawn)
    drawn += [(find_queue(product, place, now=now), left)] if left else []
    for chosen, pieces in drawn:
        part = replace(demand, quantity=pieces)
        keep_out_of(
            part, product, place, chosen, kind=ReservationKind.HARD, channel=channel, expires_at=None, by=by, now=now
        )  # fmt: skip


def keep_out_of(
    demand: Demand, product: UUID, place: UUID, chosen: Inbound, *, kind: ReservationKind, channel: str,
    expires_at: datetime | None, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Keep pieces out of a delivery."""
    Reservation.objects.create(
        id=new_id(), ref=demand.ref, attempt=demand.attempt, product_id=product, location_id=place, inbound=chosen,
        kind=kind, channel=channel, quantity=demand.quantity, expires_at=expires_at, reserved_at=now, by=actor_name(by),
    )  # fmt: skip
    Inbound.objects.filter(pk=chosen.pk).update(reserved=F("reserved") + demand.quantity)
    refresh_positions([(product, place)])


def _outcome(demand: Demand, got: int) -> ReserveOutcome:
    why = Shortfall.NONE if got else Shortfall.ENDED
    line = ReservedLine(demand.ref, demand.attempt, demand.sku, demand.location, demand.quantity, got, got, why)
    return ReserveOutcome((line,), got >= demand.quantity)
