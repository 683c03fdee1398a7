"""What comes to a place, from suppliers and from other places, step by step, beside the model of the book."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.awaiting import follow_what_comes
from shopkeeper.orders.actions.presale import await_unfilled
from shopkeeper.orders.actions.resourcing import source_waiting
from tests.orders.book import BY, NOW, hour
from tests.orders.random_orders import PRICES, rows_of
from tests.orders.random_pickups import Pickups
from tests.orders.random_returns import OURS, Line
from tests.orders.shop import place


@dataclass
class Arrivals(Pickups):
    """The part of the model that counts what is expected, arrives, and is sent to another place."""

    expected: list[tuple[UUID, str, str, int]] = field(default_factory=list)
    """Deliveries to come: which, of what, where to, and how many pieces."""
    arrived: dict[tuple[str, str], int] = field(default_factory=dict)
    were_sent: int = 0
    """How many orders made a transfer."""

    def place_to_be_sent(self, at: datetime) -> None:
        """To be collected at a store to which another place sends what lacks there."""
        pieces = self.chance.randint(1, 6)
        to = delivery.Destination(country="GB", postcode="LS1 4AB", latitude=53.8, longitude=-1.5)
        basket = [delivery.BasketLine("LAMP", pieces), delivery.BasketLine("RUG", 1)]
        offers = [one for one in delivery.offer_deliveries(lines=basket, address=to, by=BY, now=NOW) if one.sent_from]
        if not offers:
            raise Refusal
        self.tried += 1
        how = orders.How(offer=self.chance.choice(offers).key)
        placed = place(("LAMP", pieces), ("RUG", 1), key=f"o{self.tried}", paid=False, how=how)
        self.placed.append(placed)
        self.lines[placed.id] = {row.id: Line(row.product.sku, row.ordered) for row in rows_of(placed)}
        self.were_sent += 1

    def send_transfer(self, at: datetime) -> None:
        """What was ordered for a store leaves, sometimes short, is taken in, or does not come at all."""
        rows = Inbound.objects.filter(kind="transfer", closed_at=None).select_related("product", "location", "origin")
        row = self.chance.choice(sorted(rows, key=lambda one: one.id) or [None])
        if row is None or row.origin is None:
            raise Refusal
        sku, chosen = row.product.sku, self.chance.random()
        if chosen < 0.1:
            inventory.cancel_inbound(inbound_id=row.id, by=BY, now=at)
        elif chosen < 0.5 and row.is_to_leave:
            found = row.quantity - self.chance.choice([0, 0, 1])
            inventory.send_transfer(inbound_id=row.id, found=found, by=BY, now=at)
            self.leave(sku, row.origin.code, row.quantity)
        else:
            inventory.receive(inbound_id=row.id, quantity=row.quantity, by=BY, now=at)
            self.leave(sku, row.origin.code, row.quantity if row.is_to_leave else 0)
            self.leave(sku, row.location.code, -row.quantity)
        for placed in self.placed[-12:]:
            follow_what_comes(order_id=placed.id, by=BY, now=at)

    def leave(self, sku: str, location: str, pieces: int) -> None:
        self.arrived[sku, location] = self.arrived.get((sku, location), 0) - pieces

    def expect(self, at: datetime) -> None:
        sku, location, pieces = self.chance.choice(sorted(PRICES)), self.chance.choice(OURS), 4
        day = hour(24 * self.chance.randint(3, 9)).date()
        made = inventory.expect(sku=sku, location=location, quantity=pieces, due_on=day, by=BY, now=at)
        self.expected.append((made, sku, location, pieces))

    def receive_expected(self, at: datetime) -> None:
        if not self.expected:
            raise Refusal
        made, sku, location, pieces = self.expected.pop(0)
        inventory.receive(inbound_id=made, quantity=pieces, by=BY, now=at)
        self.arrived[sku, location] = self.arrived.get((sku, location), 0) + pieces
        for placed in self.placed[-12:]:
            follow_what_comes(order_id=placed.id, by=BY, now=at)

    def move_expected(self, at: datetime) -> None:
        """A delivery comes on another day, or no more."""
        if not self.expected:
            raise Refusal
        row = self.chance.choice(self.expected)
        if self.chance.random() < 0.3:
            self.expected.remove(row)
            inventory.cancel_inbound(inbound_id=row[0], by=BY, now=at)
        else:
            day = hour(24 * self.chance.randint(3, 9)).date()
            inventory.move_inbound(inbound_id=row[0], due_on=day, by=BY, now=at)
        for placed in self.placed[-12:]:
            follow_what_comes(order_id=placed.id, by=BY, now=at)

    def wait(self, at: datetime) -> None:
        await_unfilled(order_id=self.any_order().id, by=BY, now=at)

    def look_again(self, at: datetime) -> None:
        source_waiting(by=BY, now=at)
