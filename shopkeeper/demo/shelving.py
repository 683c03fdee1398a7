"""The demo's shelves go on: what tills sold and parcels took leaves the record, and came in the day before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from shopkeeper.core.actors import Actor
from shopkeeper.demo import files
from shopkeeper.demo.generator.acts import Act
from shopkeeper.inventory import public as inventory

_FILLED_BEFORE = timedelta(hours=24)
_SOURCE = "demo-stock"


def tell_stock(*, by: Actor, now: datetime) -> int:
    """Tell the stock of what was sold since last time; late tills tell it as late as they do. Gives the movements.

    Each piece comes in a day before it leaves, so that the shelves neither fill nor run empty while the story goes on.
    """
    told, place = files.Told.read(), files.Place.read()
    if told is None or place is None:
        return 0
    acts = [act for day in range(place.day - 1, place.day + 3) for act in files.acts_of(day)]
    movements = [movement for act in acts for movement in _of_act(act, told, now)]
    if movements:
        inventory.record_movements(movements=movements, by=by, now=now)
    for location in inventory.list_locations(by=by):
        if location.kind is not inventory.LocationKind.SUPPLIER or location.code in told.suppliers:
            inventory.hear_from(location=location.code, by=by, now=now - _delay(told, location.code))
    files.Told(now, told.began, told.late_minutes, told.suppliers).write()
    return len(movements)


def begin_to_tell(
    late_minutes: Mapping[str, int], suppliers: Sequence[str] = (), *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """The shelves are as their places say; what sells tomorrow is brought in today."""
    files.Told(now - _FILLED_BEFORE, now, dict(late_minutes), list(suppliers)).write()
    tell_stock(by=by, now=now)


def _of_act(act: Act, told: files.Told, now: datetime) -> Iterator[inventory.StockMovement]:
    taken_home = act.kind == "receipt"
    if not taken_home and not (act.kind == "order" and (act.rows["deliveries"] or act.rows["pickups"])):
        return  # nothing of an order that was canceled at once ever moves
    at, place = datetime.fromisoformat(act.when), _leaves_from(act)
    delay = _delay(told, place)
    for line in act.rows["order_lines"]:
        if told.until < at - _FILLED_BEFORE <= now:
            yield _movement(inventory.MovementKind.RECEIVE, line, place, now)
        if told.until < at + delay <= now and told.began < at:
            yield _movement(inventory.MovementKind.SELL, line, place, at)


def _leaves_from(act: Act) -> str:
    """Where its pieces lie: at the pick-up store, at the warehouse of its parcel, or at the till."""
    for row in act.rows["pickups"]:
        return row["outlet_key"]
    for row in act.rows["deliveries"]:
        return row["ship_from"]
    return act.rows["orders"][0]["outlet_key"]


def _movement(
    kind: inventory.MovementKind, line: Mapping[str, str], place: str, at: datetime
) -> inventory.StockMovement:
    return inventory.StockMovement(
        kind=kind, sku=line["sku"], location=place, quantity=int(line["quantity"]), occurred_at=at, source=_SOURCE,
        source_key=f"{line['source_key']}/{kind}",
    )  # fmt: skip


def _delay(told: files.Told, place: str) -> timedelta:
    return timedelta(minutes=told.late_minutes.get(place, 0))
