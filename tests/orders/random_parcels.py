"""Parcels that leave, arrive or cannot be sent, step by step, beside the model of the book."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shopkeeper.delivery import public as delivery
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.handed_over import undo_parcel_hand_over
from shopkeeper.orders.actions.resourcing import refuse_pieces
from tests.orders.book import BY
from tests.orders.random_orders import PRICES, Orders, rows_of
from tests.orders.random_returns import OURS, Line

PLACES = (*OURS, "bright")
"""Two stores, a depot, and a supplier."""


@dataclass
class Parcels(Orders):
    """The part of the model that counts what left, and what was not where it should be."""

    missing: dict[tuple[str, str], int] = field(default_factory=dict)
    missed: dict[tuple[UUID, str], int] = field(default_factory=dict)
    """By line and store: pieces to collect that it missed and that did not turn up since."""
    taken_back: set[UUID] = field(default_factory=set)
    """Orders of which something was handed over by mistake: its money stays taken until it leaves again."""

    def ship(self, at: datetime) -> None:
        placed = self.any_order()
        parcels = delivery.list_parcels_for_ref(placed.ref, now=at)
        if parcels:
            before = {row.id: row.shipped for row in rows_of(placed)}
            parcel = self.chance.choice(parcels).id
            moved = orders.ship_order(order_id=placed.id, parcel_id=parcel, tracking_number="", at=at, by=BY, now=at)
            for row in rows_of(placed):
                self.lines[placed.id][row.id].shipped += row.shipped - before[row.id]
                moved -= row.shipped - before[row.id]
            assert moved == 0

    def deliver(self, at: datetime) -> None:
        placed = self.any_order()
        sent = [p for p in delivery.list_parcels_for_ref(placed.ref, now=at) if p.state == "on_its_way"]
        if sent:
            parcel = self.chance.choice(sent).id
            orders.deliver_parcel(order_id=placed.id, parcel_id=parcel, at=at, by=BY, now=at)

    def take_parcel_back(self, at: datetime) -> None:
        """It was handed over by mistake."""
        placed = self.any_order()
        sent = [p for p in delivery.list_parcels_for_ref(placed.ref, now=at) if p.state == "on_its_way"]
        if sent:
            before = {row.id: row.shipped for row in rows_of(placed)}
            parcel = self.chance.choice(sent).id
            undo_parcel_hand_over(order_id=placed.id, parcel_id=parcel, why="mistake", by=BY, now=at)
            self.count_not_gone(placed, before)

    def count_not_gone(self, placed: orders.Placed, before: dict[UUID, int]) -> None:
        self.taken_back.add(placed.id)
        for row in rows_of(placed):
            self.lines[placed.id][row.id].shipped += row.shipped - before[row.id]

    def give_back(self, at: datetime) -> None:
        _placed, line_id, line = self.any_line()
        amount = PRICES[line.sku]
        orders.return_pieces(line_id=line_id, quantity=1, reason_code="", at=at, refund_amount=amount, by=BY, now=at)
        line.returned += 1

    def refuse(self, at: datetime) -> None:
        _placed, line_id, line = self.any_line()
        location, reason = self.chance.choice(PLACES), self.chance.choice(["not_found", "no_time"])
        pieces = self.chance.randint(1, 2)
        refuse_pieces(line_id=line_id, location=location, quantity=pieces, reason=reason, by=BY, now=at)
        if reason == "not_found":
            self.count_missing(line_id, line, location, pieces)

    def count_missing(self, line_id: UUID, line: Line, location: str, pieces: int) -> None:
        spot = (line.sku, location)
        self.missing[spot] = self.missing.get(spot, 0) + pieces
        self.missed[line_id, location] = self.missed.get((line_id, location), 0) + pieces
