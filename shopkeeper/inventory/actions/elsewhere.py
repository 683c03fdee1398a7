"""Keeping pieces at a location to which another one sends what lacks there."""

from datetime import datetime
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.claims import release
from shopkeeper.inventory.actions.coming import get_place
from shopkeeper.inventory.actions.dated import keep_out_of, list_known, sum_up_kept
from shopkeeper.inventory.actions.leaving import transfer_ref
from shopkeeper.inventory.actions.ledger import lock_positions
from shopkeeper.inventory.actions.reservations import reserve
from shopkeeper.inventory.contracts import Claim, Demand, InboundKind, Kept, ReservationKind, Road
from shopkeeper.inventory.errors import NotPositive, SamePlace
from shopkeeper.inventory.models import Inbound
from shopkeeper.inventory.queries.places import name_of_place


@action
def reserve_from_elsewhere(
    *, demand: Demand, road: Road, by: Actor, now: datetime, channel: str = ""
) -> Kept | None:  # fmt: skip
    """Keep pieces at a location for as long as it takes: of what is there, and for what lacks order a transfer, whose
    pieces are kept at its origin until they leave. None, and nothing is kept, when the origin has not enough free.

    :raises ProductNotFound, LocationNotFound: when the product or a location is not known
    :raises SamePlace: when they would be sent to where they are
    """
    if demand.quantity < 1:
        raise NotPositive(sku=demand.sku)
    if road.origin == demand.location:
        raise SamePlace(location=name_of_place(road.origin))
    product = catalog.get_products([demand.sku])[demand.sku].id
    start, end = get_place(road.origin).id, get_place(demand.location).id
    lock_positions([(product, start), (product, end)])
    if not list_known(demand, product, end):
        hard = ReservationKind.HARD
        there = reserve(demands=[demand], kind=hard, channel=channel, partial=True, by=by, now=now).lines[0].got
        lacking = demand.quantity - there
        if lacking and not _order(demand, lacking, road, (product, start, end), channel=channel, by=by, now=now):
            release(claims=[Claim(demand.ref, demand.attempt, demand.location)], reason="sooner", by=by, now=now)
            return None
    return sum_up_kept(demand, list_known(demand, product, end))


def _order(
    demand: Demand, pieces: int, road: Road, at: tuple[UUID, UUID, UUID], *, channel: str, by: Actor, now: datetime
) -> bool:  # fmt: skip
    """Keep pieces at the origin, and those who wait for them out of the transfer; nothing where they are not free."""
    product, start, end = at
    identifier = new_id()
    asked = Demand(transfer_ref(identifier), 1, demand.sku, pieces, road.origin)
    kept = reserve(demands=[asked], kind=ReservationKind.HARD, channel=channel, by=by, now=now)
    if not kept.complete:
        return False
    row = Inbound.objects.create(
        id=identifier, source_key=str(identifier), recorded_at=now, kind=InboundKind.TRANSFER, ref=demand.ref,
        product_id=product, location_id=end, origin_id=start, quantity=pieces, due_on=road.arrives_on,
        leave_by=road.leaves_on,
    )  # fmt: skip
    part = Demand(demand.ref, demand.attempt, demand.sku, pieces, demand.location)
    keep_out_of(
        part, product, end, row, kind=ReservationKind.HARD, channel=channel, expires_at=None, by=by, now=now
    )  # fmt: skip
    return True
