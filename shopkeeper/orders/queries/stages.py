"""Which stage each parcel and each order to be collected is in, since when, and what waits too long, by place."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, Subquery, Sum

from shopkeeper.core.actors import Actor
from shopkeeper.core.policies import agreed
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import PieceToSend, StageClock, StageRow, StageTargets, ToSend, VoidPacking, VoidWhy
from shopkeeper.orders.models import Allocation, Hold, Packing, PackScan, PickScan, Pickup, Placement
from shopkeeper.orders.policies import COLLECTED, STAGES, service_subject
from shopkeeper.orders.queries.picking import list_picks
from shopkeeper.orders.rules.stages import Hours, Progress, cells_of, clock_of
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises

_AHEAD = timedelta(days=21)
type Spans = tuple[tuple[datetime, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits at a place: what it is (a parcel's or a pick-up's ref), and how far it got."""

    order_id: UUID
    ref: str
    place: str
    location: str
    outlet_id: UUID | None
    service: str
    progress: Progress

    @property
    def key(self) -> str:
        """Which place it is: an outlet, or a location of its own."""
        return str(self.outlet_id or self.location)


def with_progress(cards: Sequence[ToSend], *, now: datetime) -> list[ToSend]:
    """The same parcels with what was scanned of them, whether they are packed, and their clocks."""
    parcels = [card.parcel_id for card in cards]
    scans, packed, void = _scans(parcels), *list_packings(parcels)
    cards = [
        replace(
            card, pieces=_found(card, scans), packed_at=packed.get(card.parcel_id), void=void.get(card.parcel_id)
        )
        for card in cards
    ]  # fmt: skip
    waiting = list_waiting_parcels(cards, now=now)
    clocks = clocks_of(waiting, now=now)
    return [replace(card, clock=clocks.get(f"parcel:{card.parcel_id}")) for card in cards]


def list_waiting_parcels(cards: Sequence[ToSend], *, now: datetime) -> list[Waiting]:
    """How far each parcel got; its pieces tell what was scanned."""
    vans = delivery.list_pick_ups([card.parcel_id for card in cards if not card.is_suppliers], now=now)
    holds, services = list_holds(card.order_id for card in cards), _services(card.order_id for card in cards)
    last = _last_scans([card.parcel_id for card in cards])
    outlets, zone = inventory.get_locations({card.location for card in cards}), organization.get_retailer().time_zone
    return [
        Waiting(
            card.order_id, f"parcel:{card.parcel_id}", card.place, card.location,
            outlets[card.location].outlet_id if card.location in outlets else None, services.get(card.order_id, ""),
            replace(
                _progress(card, last, holds.get(card.order_id, ()), zone), van_at=vans.get(card.parcel_id)
            ),
        )
        for card in cards
    ]  # fmt: skip


def _progress(card: ToSend, last: dict[UUID, datetime], held: Spans, zone: str) -> Progress:
    """How far a parcel got. A supplier with a day of its own is only waited for: nobody sees it find and pack."""
    since = _not_before(card.since, card.void)
    if card.is_suppliers and card.leaves_on:
        return Progress(since, since, since, held, agreed_at=promises.end_of_day(card.leaves_on, zone))
    if card.left:
        return Progress(since, held=held)
    return Progress(since, _found_at(card, last), card.packed_at, held)


def list_waiting_pickups(*, by: Actor, now: datetime, limit: int) -> list[Waiting]:
    """How far each order to be collected got that is not on its shelf yet."""
    picks = [pick for pick in list_picks(by=by, now=now, limit=limit) if not pick.coming and not pick.lacks]
    return waiting_pickups([(pick.pickup.id, pick.pickup.outlet, bool(pick.left)) for pick in picks])


def waiting_pickups(picks: Sequence[tuple[UUID, str, bool]]) -> list[Waiting]:
    """Pick-ups with the name of their outlet, and whether pieces of them have yet to be found."""
    given = Allocation.objects.filter(line__order=OuterRef("order"), open__gt=0).order_by("-allocated_at")
    found = PickScan.objects.filter(pickup=OuterRef("pk")).order_by("-found_at")
    asked = Pickup.objects.filter(pk__in=[key for key, _name, _left in picks]).annotate(
        given_at=Subquery(given.values("allocated_at")[:1]), last_at=Subquery(found.values("found_at")[:1]),
        location=F("order__placement__location"),
    )  # fmt: skip
    rows = {row.id: row for row in asked}
    holds = list_holds(row.order_id for row in rows.values())
    return [
        Waiting(
            row.order_id, f"pickup:{key}", name, row.location or "", row.outlet_id, COLLECTED,
            Progress(
                _latest(row.given_at or row.recorded_at, row.not_found_at), None if left else row.last_at,
                held=holds.get(row.order_id, ()), promised_at=row.promised_at,
            ),
        )
        for key, name, left in picks
        if (row := rows.get(key))
    ]  # fmt: skip


def clocks_of(waiting: Sequence[Waiting], *, now: datetime) -> dict[str, StageClock]:
    """By ref, the clock that runs for each."""
    hours = hours_of(waiting, now=now)
    return {
        one.ref: clock_of(one.progress, targets_for(one), hours[one.outlet_id], now) for one in waiting
    }  # fmt: skip


def targets_for(one: Waiting) -> StageTargets:
    """What holds for the service by which it goes, else for everything."""
    return agreed(STAGES, one.service)


def hours_of(waiting: Iterable[Waiting], *, now: datetime) -> dict[UUID | None, Hours]:
    """When each place is open, by its outlet; a warehouse keeps the hours of the company."""
    since = defaultdict[UUID | None, datetime](lambda: now)
    for one in waiting:
        since[one.outlet_id] = min(since[one.outlet_id], one.progress.given_at)
    found = organization.list_calendars([key for key in since if key], now=now)
    calendars: dict[UUID | None, organization.WorkingCalendar] = dict(found.items())
    if None in since:
        calendars[None] = organization.get_calendar(now=now)
    return {
        key: Hours(tuple(organization.openings(calendars[key], start, now + _AHEAD))) for key, start in since.items()
    }  # fmt: skip


def board_of(waiting: Sequence[Waiting], clocks: dict[str, StageClock]) -> list[StageRow]:
    """A row for each place, those first where most waits too long."""
    places = defaultdict[str, list[Waiting]](list)
    for one in waiting:
        places[one.key].append(one)
    rows = [
        StageRow(key, some[0].place, cells_of(clocks[one.ref] for one in some)) for key, some in places.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.overdue, -sum(cell.count for cell in row.cells), row.place))


def list_holds(orders: Iterable[UUID]) -> dict[UUID, Spans]:
    """From when until when each order was held; until None where it still is."""
    found = defaultdict[UUID, list[tuple[datetime, datetime | None]]](list)
    rows = Hold.objects.filter(order__in=set(orders)).order_by("held_at")
    for order, since, until in rows.values_list("order", "held_at", "released_at"):
        found[order].append((since, until))
    return {order: tuple(spans) for order, spans in found.items()}


def _scans(parcels: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    rows = PackScan.objects.filter(parcel__in=parcels, undone_at=None)
    return {(p, line): n for p, line, n in rows.values_list("parcel", "line").annotate(n=Sum("quantity")).order_by()}


def _last_scans(parcels: Collection[UUID]) -> dict[UUID, datetime]:
    rows = PackScan.objects.filter(parcel__in=parcels, undone_at=None)
    return dict(rows.values_list("parcel").annotate(at=Max("found_at")).order_by())


def list_packings(parcels: Collection[UUID]) -> tuple[dict[UUID, datetime], dict[UUID, VoidPacking]]:
    """When each parcel was packed; and those that were packed before their order was changed, and not since."""
    rows = Packing.objects.filter(parcel__in=parcels).filter(Q(undone_at=None) | (~Q(void_why="") & Q(opened_at=None)))
    packed = {row.parcel_id: row.packed_at for row in rows if row.undone_at is None}
    void = [row for row in rows if row.undone_at is not None]
    labels = list_void_labels(row.parcel_id for row in void) if void else {}
    return packed, {
        row.parcel_id: VoidPacking(VoidWhy(row.void_why), row.undone_at, labels.get(row.parcel_id, ""))
        for row in void
        if row.undone_at
    }


def list_void_labels(parcels: Iterable[UUID]) -> dict[UUID, str]:
    """The number by which each parcel does not go any more, the latest where there were several."""
    rows = delivery.list_void_labels(f"parcel:{parcel}" for parcel in parcels)
    return {UUID(row.ref.removeprefix("parcel:")): row.tracking_number for row in reversed(rows)}


def _not_before(since: datetime, void: VoidPacking | None) -> datetime:
    """What was changed after it was packed has waited since then for nobody but the customer."""
    return max(since, void.since) if void else since


def _found_at(card: ToSend, last: dict[UUID, datetime]) -> datetime | None:
    found_at = last.get(card.parcel_id)
    return _not_before(found_at, card.void) if found_at else None


def _found(card: ToSend, scans: dict[tuple[UUID, UUID], int]) -> tuple[PieceToSend, ...]:
    return tuple(
        replace(piece, found=min(piece.pieces, scans.get((card.parcel_id, piece.line_id), 0))) for piece in card.pieces
    )


def _services(orders: Iterable[UUID]) -> dict[UUID, str]:
    rows = Placement.objects.filter(order__in=set(orders)).values_list("order", "carrier_key", "service")
    return {order: service_subject(carrier, service) for order, carrier, service in rows}


def _latest(given_at: datetime, missed_at: datetime | None) -> datetime:
    """What its customer came for in vain has to be found anew from then on."""
    return max(given_at, missed_at) if missed_at else given_at
