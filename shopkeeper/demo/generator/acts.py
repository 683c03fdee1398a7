"""The story as single acts, one after the other: for those days that are lived rather than imported."""

from collections.abc import Iterator
from datetime import datetime
from zlib import crc32

import msgspec

from shopkeeper.demo.generator.days import DAY, HOUR
from shopkeeper.demo.generator.retailer import Story
from shopkeeper.demo.generator.returns import BY_POST, received_at
from shopkeeper.demo.generator.tables.known import Known
from shopkeeper.demo.generator.world import CARRIED, NEVER, Order, Parcel
from shopkeeper.demo.generator.writing import TABLES, columns_of

_STAYS_OPEN = 40 * DAY
_UNOPENED = 20 * HOUR
_TOUCHES = {
    "interactions": ("contact", "occurred_at", -NEVER),
    "feedback": ("respond", "occurred_at", -NEVER),
    "invitations": ("invite", "sent_at", 0),  # those of past days came as a file, too
}
_WITH_THE_ORDER = ("orders", "order_lines", "payments", "deliveries", "pickups")

CanonicalRow = dict[str, str]


class Act(msgspec.Struct):
    """One thing that happens at local second `at` (the instant `when`): its kind, whose, and rows that describe it.

    `ref` is the number of the order, or the key of a touch.
    """

    at: int
    when: str
    kind: str
    ref: str
    rows: dict[str, list[CanonicalRow]] = {}


def list_acts(story: Story, since: int) -> list[Act]:
    """Everything from second `since` to the end of the story, in the order of time."""
    acts = [
        act
        for order in story.orders
        if order.at >= since - _STAYS_OPEN
        for act in _of_order(story, order)
        if act.at >= since
    ]
    return sorted([*acts, *_of_touches(story, since)], key=lambda act: act.at)


def _of_order(story: Story, order: Order) -> Iterator[Act]:
    placed = Known(story, order.at + 1, [order])
    rows = {table: _rows(table, placed) for table in _WITH_THE_ORDER}
    if order.mode != CARRIED or order.at >= 0:  # the tills of past days have sent their receipts at night
        yield _act(story, order.at, "receipt" if order.mode == CARRIED else "order", order.number, rows)
    if order.parcel:
        yield from _of_parcel(story, order, order.parcel)
    yield from _of_pickup(story, order)
    in_the_end = Known(story, NEVER, [order])
    for row in _rows("cancellations", in_the_end):
        yield _act(story, _second(story, row["occurred_at"]), "cancel", order.number, {"cancellations": [row]})
    for row in _rows("returns", in_the_end):
        yield from _of_return(story, order, row)


def _of_parcel(story: Story, order: Order, parcel: Parcel) -> Iterator[Act]:
    """Handed over, scanned on its way, delivered. Of one that is days late nothing is heard in between."""
    yield _act(story, parcel.handed_over_at, "hand_over", order.number)
    van = parcel.delivered_at // DAY * DAY + 7 * HOUR
    for at, status, place in (
        (parcel.handed_over_at + 5 * HOUR, "in_transit", parcel.ship_from.title()),
        (van - 2 * HOUR, "in_transit", story.scenario.stores[order.store].name),
        (van, "out_for_delivery", story.scenario.stores[order.store].name),
    ):
        if parcel.handed_over_at < at < parcel.delivered_at:
            facts = {"carrier": parcel.carrier, "status": status, "place": place}
            yield _act(story, at, "scan", order.number, {"scans": [facts]})
    yield _act(story, parcel.delivered_at, "deliver", order.number)


def _of_pickup(story: Story, order: Order) -> Iterator[Act]:
    if pickup := order.pickup:
        yield _act(story, pickup.ready_at, "ready", order.number)
        if pickup.not_found:
            yield _act(story, pickup.came_at, "not_found", order.number)
        had_at = received_at(order, order.lines[0])
        if had_at is not None:
            settled = _rows("pickups", Known(story, NEVER, [order]))
            yield _act(story, had_at, "collect", order.number, {"pickups": settled})


def _of_return(story: Story, order: Order, row: CanonicalRow) -> Iterator[Act]:
    """Over the counter in one go. By post it is asked for some days before, and looked at the day after it came."""
    came, rows = _second(story, row["occurred_at"]), {"returns": [row]}
    if row["outlet_key"] != BY_POST:
        yield _act(story, came, "return", order.number, rows)
        return
    had_at = next(at for line in order.lines if (at := received_at(order, line)) is not None)
    days = 2 + crc32(row["source_key"].encode()) % 3
    yield _act(story, max(had_at + HOUR, came - days * DAY), "return_asked", order.number, rows)
    yield _act(story, came, "return_came", order.number, rows)
    yield _act(story, came + _UNOPENED, "return_looked_at", order.number, rows)


def _of_touches(story: Story, since: int) -> Iterator[Act]:
    for table, (kind, moment, begins) in _TOUCHES.items():
        for row in _rows(table, Known(story, NEVER, [], max(since, begins))):
            yield _act(story, _second(story, row[moment]), kind, row["source_key"], {table: [row]})


def _act(story: Story, at: int, kind: str, ref: str, rows: dict[str, list[CanonicalRow]] | None = None) -> Act:
    return Act(at, story.days.instant(at), kind, ref, rows or {})


def _rows(table: str, known: Known) -> list[CanonicalRow]:
    names = columns_of(table)
    rows = TABLES[table][1](known)
    return [{name: str(value) for name, value in zip(names, row, strict=True) if value != ""} for row in rows]


def _second(story: Story, instant: str) -> int:
    return story.days.second_of(datetime.fromisoformat(instant))
