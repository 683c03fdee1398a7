"""Keeping pieces for a day to come: out of what is on its way, so that today's stock stays free for today."""

from datetime import date, datetime

from django.db.models import F

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.coming import refresh_coming
from shopkeeper.inventory.actions.ledger import actor_name, lock_positions
from shopkeeper.inventory.actions.reservations import reserve
from shopkeeper.inventory.contracts import Demand, ReservationKind, ReservedLine, ReserveOutcome, Shortfall
from shopkeeper.inventory.errors import NotPositive
from shopkeeper.inventory.models import Inbound, Location, Reservation
from shopkeeper.inventory.rules.availability import owed


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
    known = Reservation.objects.filter(ref=demand.ref, attempt=demand.attempt, product=product, location=place).first()
    if known is not None and known.inbound_id is not None:
        return _outcome(demand, known.open + known.consumed)
    open_rows = list(Inbound.objects.filter(product=product, location=place, closed_at=None).order_by("due_on", "id"))
    chosen = None if known else _choose(open_rows, demand.quantity, needed_on)
    if chosen is None:
        return reserve(demands=[demand], kind=kind, expires_at=expires_at, channel=channel, by=by, now=now)
    Reservation.objects.create(
        id=new_id(), ref=demand.ref, attempt=demand.attempt, product_id=product, location=place, inbound=chosen,
        kind=kind, channel=channel, quantity=demand.quantity, expires_at=expires_at, reserved_at=now, by=actor_name(by),
    )  # fmt: skip
    Inbound.objects.filter(pk=chosen.pk).update(reserved=F("reserved") + demand.quantity)
    refresh_coming(pairs=[(product, place.id)], by=by, now=now)
    return _outcome(demand, demand.quantity)


def _choose(rows: list[Inbound], quantity: int, needed_on: date) -> Inbound | None:
    before = owed([(row.due_on, row.net) for row in rows])
    for row in reversed([row for row in rows if row.due_on <= needed_on]):
        after = owed([(other.due_on, other.net - (quantity if other is row else 0)) for other in rows])
        if row.net >= quantity and after <= before:
            return row
    return None


def _outcome(demand: Demand, got: int) -> ReserveOutcome:
    why = Shortfall.NONE if got else Shortfall.ENDED
    line = ReservedLine(demand.ref, demand.attempt, demand.sku, demand.location, demand.quantity, got, got, why)
    return ReserveOutcome((line,), got >= demand.quantity)
