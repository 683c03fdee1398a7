"""What may happen to placed orders, step by step, beside a plain model of what should be true then."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.awaiting import follow_what_comes
from shopkeeper.orders.actions.handed_over import undo_collection, undo_parcel_hand_over
from shopkeeper.orders.actions.presale import await_unfilled
from shopkeeper.orders.actions.redirecting import answer_redirection
from shopkeeper.orders.actions.resourcing import refuse_pieces, source_waiting
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.actions.settling import settle_order
from shopkeeper.orders.actions.undoing import undo_cancellation, undo_change
from shopkeeper.orders.contracts import OrderRevision
from shopkeeper.orders.models import (
    Allocation,
    AskedCancellation,
    AskedRedirection,
    Cancellation,
    Change,
    Order,
    OrderLine,
    Pickup,
    Placement,
)
from shopkeeper.orders.queries.cancelable import find_stage
from shopkeeper.orders.queries.revisions import basket_of
from shopkeeper.orders.queries.ways import list_ways
from shopkeeper.orders.rules.states import left_to_ship
from tests.orders.book import BY, NOW, hour
from tests.orders.random_returns import OURS, Line, Returns
from tests.orders.shop import YORK, place, run_errands

PRICES = {"LAMP": Decimal(30), "RUG": Decimal(80)}
DELIVERY = Decimal("4.50")
PLACES = (*OURS, "bright")
"""Two stores, a depot, and a supplier."""
WAYS = {"standard": DELIVERY, "slow": Decimal(2)}
TOKENS = ("ok", "ok", "slow", "silent", "lost")


@dataclass
class Book(Returns):
    """The model: what was asked for and not refused, and nothing else."""

    missing: dict[tuple[str, str], int] = field(default_factory=dict)
    missed: dict[tuple[UUID, str], int] = field(default_factory=dict)
    """By line and store: pieces to collect that it missed and that did not turn up since."""
    shelved: set[UUID] = field(default_factory=set)
    """The pick-ups that were ready once."""
    taken_back: set[UUID] = field(default_factory=set)
    """Orders of which something was handed over by mistake: its money stays taken until it leaves again."""
    expected: list[tuple[UUID, str, str, int]] = field(default_factory=list)
    """Deliveries to come: which, of what, where to, and how many pieces."""
    arrived: dict[tuple[str, str], int] = field(default_factory=dict)
    tried: int = 0
    """How many orders were asked for: a key that was refused once belongs to what was refused."""
    done: int = 0
    were_sent: int = 0
    """How many orders made a transfer."""

    def step(self, at: datetime) -> None:
        """Something happens, or is refused; then nothing has happened."""
        often: list[Callable[[datetime], None]] = [
            self.place, self.cancel, self.undo, self.ship, self.ship, self.deliver, self.find, self.collect, self.miss,
            self.ask_to_return, self.receive, self.look_at,
        ]  # fmt: skip
        seldom: list[Callable[[datetime], None]] = [
            self.cancel_all, self.refuse, self.change, self.look_again, self.hear_of_money, self.let_go,
            self.give_back, self.undo_return, self.withdraw, self.be_generous, self.come_otherwise, self.change_back,
            self.expect, self.receive_expected, self.wait, self.answer,
            self.say_where, self.come_as_offered, self.move_expected, self.place_to_be_sent,
            self.take_parcel_back, self.take_pickup_back,
            self.place_to_be_sent, self.place_to_be_sent, self.send_transfer, self.send_transfer,
        ]  # fmt: skip
        steps = [*often, *often, *seldom]
        try:
            (self.chance.choice(steps) if self.placed else self.place)(at)
            self.done += 1
        except Refusal:
            pass

    def place(self, at: datetime) -> None:
        pieces, token = (self.chance.randint(1, 4), self.chance.randint(1, 3)), self.chance.choice(TOKENS)
        how = {"how": self.to_collect()} if self.chance.random() < 0.4 else {}
        basket = (("LAMP", pieces[0]), ("RUG", pieces[1]))
        self.tried += 1
        may_wait = self.chance.random() < 0.5
        placed = place(*basket, key=f"o{self.tried}", paid=False, token=token, may_wait=may_wait, **how)
        self.placed.append(placed)
        self.lines[placed.id] = {row.id: Line(row.product.sku, row.ordered) for row in rows_of(placed)}

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

    def any_line(self) -> tuple[orders.Placed, UUID, Line]:
        placed = self.any_order()
        line_id, line = self.chance.choice(sorted(self.lines[placed.id].items()))
        return placed, line_id, line

    def any_order(self) -> orders.Placed:
        if not self.placed:
            raise Refusal
        return self.chance.choice(self.placed[-12:])

    def cancel(self, at: datetime) -> None:
        _placed, line_id, line = self.any_line()
        pieces = self.chance.randint(0, 3)
        orders.cancel_line(line_id=line_id, quantity=pieces, reason_code="", by=BY, now=at)
        line.canceled += pieces

    def cancel_all(self, at: datetime) -> None:
        if self.chance.random() < 0.3:
            placed = self.any_order()
            orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=at)
            for line in self.lines[placed.id].values():
                line.canceled = line.ordered - line.shipped

    def undo(self, at: datetime) -> None:
        placed = self.any_order()
        rows = list(Cancellation.objects.filter(line__order=placed.id).order_by("id"))
        if rows:
            row = self.chance.choice(rows)
            undo_cancellation(cancellation_id=row.id, by=BY, now=at)
            self.lines[placed.id][row.line_id].canceled -= row.quantity

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

    def take_pickup_back(self, at: datetime) -> None:
        placed, pickup = self.any_pickup()
        before = {row.id: row.shipped for row in rows_of(placed)}
        undo_collection(pickup_id=pickup.id, why="mistake", by=BY, now=at)
        if pickup.ready_at is None:
            self.shelved.discard(pickup.id)
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

    def change(self, at: datetime) -> None:
        placed, line_id, line = self.any_line()
        wanted = max(1, line.ordered - line.canceled + self.chance.randint(-2, 1))
        day = hour(48 + self.chance.randint(0, 96)).date() if self.chance.random() < 0.3 else None
        revision = OrderRevision(quantities=((line_id, wanted),), promised_on=day)
        asked = max(0, line.ordered - line.canceled - wanted)
        at_once = min(asked, find_stage(OrderLine.objects.get(pk=line_id)).ours)
        change_order(order_id=placed.id, revision=revision, by=BY, now=at)
        line.canceled += at_once
        known = self.lines[placed.id]
        known |= {row.id: Line(row.product.sku, row.ordered) for row in rows_of(placed) if row.id not in known}

    def come_otherwise(self, at: datetime) -> None:
        placed, service = self.any_order(), self.chance.choice(sorted(WAYS))
        how = orders.How(carrier_key="swift", service=service, promised_on=hour(72).date(), price=WAYS[service])
        how = self.chance.choice([how, how, self.to_collect()])
        address = YORK if self.chance.random() < 0.3 else None
        change_order(order_id=placed.id, revision=OrderRevision(how=how, address=address), by=BY, now=at)

    def come_as_offered(self, at: datetime) -> None:
        """Any of the ways that its customer would be shown; there or still to come."""
        placed = self.any_order()
        order, placement = Order.objects.get(pk=placed.id), Placement.objects.get(order=placed.id)
        basket = basket_of(order, placement, rows_of(placed))
        ways = list_ways(placed.id, basket.lines, basket.address, channel=order.channel, now=at)
        if not ways:
            raise Refusal
        change_order(order_id=placed.id, revision=OrderRevision(how=self.chance.choice(ways).how), by=BY, now=at)

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

    def change_back(self, at: datetime) -> None:
        placed = self.any_order()
        rows = list(
            Change.objects.filter(order=placed.id, kind__in=("method", "address"), undone_at=None).order_by("id")
        )
        if rows:
            undo_change(change_id=self.chance.choice(rows).id, by=BY, now=at)

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

    def wait(self, at: datetime) -> None:
        await_unfilled(order_id=self.any_order().id, by=BY, now=at)

    def answer(self, at: datetime) -> None:
        """A supplier says whether it lets pieces go."""
        placed = self.any_order()
        rows = list(AskedCancellation.objects.filter(line__order=placed.id, answered_at=None).order_by("id"))
        if rows:
            row, agreed = self.chance.choice(rows), self.chance.random() < 0.7
            there = Allocation.objects.filter(line=row.line_id, location__code=row.node, open__gt=0)
            left = sum(there.values_list("open", flat=True))
            orders.answer_cancellation(asked_id=row.id, agreed=agreed, why="", by=BY, now=at)
            self.lines[placed.id][row.line_id].canceled += row.quantity if agreed and left >= row.quantity else 0

    def say_where(self, at: datetime) -> None:
        """A supplier says whether it sends to the new address."""
        rows = AskedRedirection.objects.filter(order=self.any_order().id, answered_at=None, withdrawn_at=None)
        for row in rows:
            answer_redirection(asked_id=row.id, agreed=self.chance.random() < 0.7, why="", by=BY, now=at)

    def look_again(self, at: datetime) -> None:
        source_waiting(by=BY, now=at)

    def hear_of_money(self, at: datetime) -> None:
        run_errands()
        for placed in self.placed[-12:]:
            settle_order(order_id=placed.id, by=BY, now=at)

    def to_collect(self) -> orders.How:
        location = self.chance.choice(["leeds", "york"])
        return orders.How(kind=orders.HowKind.PICKUP, location=location, promised_at=hour(2))

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

    def let_go(self, at: datetime) -> None:
        placed, pickup = self.any_pickup()
        was_there = not Pickup.objects.filter(pk=pickup.id, released_at=None).exists()
        orders.release_pickup(pickup_id=pickup.id, by=BY, now=at)
        orders.put_back(pickup_id=pickup.id, by=BY, now=at)
        for line in self.lines[placed.id].values():
            line.canceled = line.canceled if was_there else line.ordered - line.shipped


def rows_of(placed: orders.Placed) -> list[OrderLine]:
    """The lines of an order as the book has them."""
    return list(OrderLine.objects.filter(order=placed.id).select_related("product").order_by("position"))
