"""Orders that are found, missed and collected, step by step, beside the model of the book."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shopkeeper.core.refusals import Refusal
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.handed_over import undo_collection
from shopkeeper.orders.models import (
    Pickup,
)
from shopkeeper.orders.rules.states import left_to_ship
from tests.orders.book import BY
from tests.orders.random_orders import rows_of
from tests.orders.random_parcels import Parcels


@dataclass
class Pickups(Parcels):
    """The part of the model that counts what stores find and hand over."""

    shelved: set[UUID] = field(default_factory=set)
    """The pick-ups that were ready once."""

    def any_pickup(self) -> tuple[orders.Placed, orders.PickupCard]:
        placed = self.any_order()
        found = orders.list_pickups(placed.id)
        if not found:
            raise Refusal
        return placed, found[0]

    def find(self, at: datetime) -> None:
        placed, pickup = self.any_pickup()
        turned_up = self.turning_up(placed, pickup) if pickup.state is orders.PickupState.NOT_FOUND else {}
        orders.scan_all(pickup_id=pickup.id, by=BY, now=at)
        self.count_found(placed, pickup, turned_up)
        orders.mark_ready(pickup_id=pickup.id, shelf="7", at=at, by=BY, now=at)
        self.shelved.add(pickup.id)

    def turning_up(self, placed: orders.Placed, pickup: orders.PickupCard) -> dict[UUID, int]:
        """By line: pieces that nobody has kept for it and that its store missed, as far as they are still wanted."""
        lacking = {row.id: left_to_ship(row.counters) - row.allocated - row.awaited for row in rows_of(placed)}
        store = pickup.outlet.lower()
        return {line_id: min(pieces, self.missed.get((line_id, store), 0)) for line_id, pieces in lacking.items()}

    def count_found(self, placed: orders.Placed, pickup: orders.PickupCard, turned_up: dict[UUID, int]) -> None:
        for line_id, pieces in turned_up.items():
            line = self.lines[placed.id][line_id]
            self.count_missing(line_id, line, pickup.outlet.lower(), -pieces)

    def miss(self, at: datetime) -> None:
        placed, pickup = self.any_pickup()
        waiting = {row.id: row.allocated for row in rows_of(placed)}
        orders.report_not_found(pickup_id=pickup.id, at=at, by=BY, now=at)
        if pickup.not_found_at is None:
            for line_id, pieces in waiting.items():
                self.count_missing(line_id, self.lines[placed.id][line_id], pickup.outlet.lower(), pieces)

    def collect(self, at: datetime) -> None:
        placed, pickup = self.any_pickup()
        fetched, waiting = pickup.collected_at is None, {row.id: row.allocated for row in rows_of(placed)}
        is_missed = fetched and pickup.state is orders.PickupState.NOT_FOUND
        turned_up = self.turning_up(placed, pickup) if is_missed else {}
        orders.collect(pickup_id=pickup.id, at=at, by=BY, now=at)
        self.count_found(placed, pickup, turned_up)
        self.shelved.add(pickup.id)
        for line_id, pieces in waiting.items():
            gone = pieces + turned_up.get(line_id, 0)
            self.lines[placed.id][line_id].shipped += gone if fetched else 0

    def take_pickup_back(self, at: datetime) -> None:
        placed, pickup = self.any_pickup()
        before = {row.id: row.shipped for row in rows_of(placed)}
        undo_collection(pickup_id=pickup.id, why="mistake", by=BY, now=at)
        if pickup.ready_at is None:
            self.shelved.discard(pickup.id)
        self.count_not_gone(placed, before)

    def let_go(self, at: datetime) -> None:
        placed, pickup = self.any_pickup()
        was_there = not Pickup.objects.filter(pk=pickup.id, released_at=None).exists()
        orders.release_pickup(pickup_id=pickup.id, by=BY, now=at)
        orders.put_back(pickup_id=pickup.id, by=BY, now=at)
        for line in self.lines[placed.id].values():
            line.canceled = line.canceled if was_there else line.ordered - line.shipped
