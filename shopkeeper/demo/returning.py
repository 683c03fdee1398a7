"""Pieces that come back by post: asked for, decided where a person has to, received, looked at, paid back."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from shopkeeper.demo.generator.acts import Act, CanonicalRow
from shopkeeper.demo.stage import Stage
from shopkeeper.orders import public as orders

LOOK_ABOVE = Decimal(35)
"""Above this a person decides: so that somebody of the retailer always has a return to decide."""
GOODWILL = Decimal(35)
_WHYS = ("It came on the wrong day, and she had taken the day off.", "The box was open when it came.")
_BROKEN = ("faulty", "damaged")
_WAITING = (orders.ReturnState.REQUESTED, orders.ReturnState.APPROVED, orders.ReturnState.DENIED)


def agree_on_policy(stage: Stage, *, now: datetime) -> None:
    """What may come back, as the retailer decided."""
    policy = orders.PolicySpec(days=30, person_above=LOOK_ABOVE)
    why = "What is dear is looked at by a person first: too much came back worn last winter."
    orders.set_return_policy(policy=policy, why=why, by=stage.by, now=now)


def ask_for_goodwill(stage: Stage, delivered: Sequence[str], *, now: datetime) -> None:
    """Two agents would give more than they may alone, so that a second person has something to decide."""
    dear = (order for number in reversed(delivered) if (order := stage.order(number)).total > 2 * GOODWILL)
    for agent, (order, why) in enumerate(zip(dear, _WHYS, strict=False), start=1):
        by = stage.agent(f"agent-{agent}")
        orders.give_goodwill(order_id=order.id, amount=GOODWILL, why=why, by=by, now=now)


def ask(stage: Stage, act: Act, now: datetime) -> None:
    """The customer asks on the page of their order."""
    (row,) = act.rows["returns"]
    line = stage.line(act.ref, row["line_key"])
    said = orders.BackLine(
        line_id=line.id, quantity=int(row["quantity"]), reason_code=row["reason_code"], comment=row.get("comment", ""),
        is_faulty=row["reason_code"] in _BROKEN,
    )  # fmt: skip
    wish = orders.NewReturn(
        order_id=stage.order(act.ref).id, lines=(said,), channel="own_page", outlet_id=stage.outlet(row["outlet_key"])
    )
    orders.request_return(wish=wish, by=stage.by, now=now)


def come(stage: Stage, act: Act, now: datetime) -> None:
    """The parcel is here. What nobody had decided is decided now; what nobody had asked for is asked for."""
    (row,) = act.rows["returns"]
    if not _find(stage, act.ref, row, *_WAITING):
        ask(stage, act, now)
    [waiting] = _find(stage, act.ref, row, *_WAITING)[:1]
    if waiting.state is not orders.ReturnState.APPROVED:
        orders.approve_return(request_id=waiting.id, why="Sent in good faith", by=stage.by, now=now)
    orders.receive_return(request_id=waiting.id, outlet_id=stage.outlet(row["outlet_key"]), by=stage.by, now=now)


def look_at(stage: Stage, act: Act, now: datetime) -> None:
    """Somebody opens it, and the money goes back; nothing to do where a visitor was quicker."""
    (row,) = act.rows["returns"]
    for card in _find(stage, act.ref, row, orders.ReturnState.RECEIVED)[:1]:
        broken = row["reason_code"] in _BROKEN
        condition = orders.Condition.FAULTY if broken else orders.Condition.AS_NEW
        place = orders.Disposition.SUPPLIER if broken else orders.Disposition.RESTOCK
        found = [
            orders.FoundPieces(item_id=item.id, quantity=item.received, condition=condition, disposition=place)
            for item in card.items
        ]
        orders.inspect_return(request_id=card.id, found=found, by=stage.by, now=now)


def _find(stage: Stage, number: str, row: CanonicalRow, *states: orders.ReturnState) -> list[orders.ReturnCard]:
    line = stage.line(number, row["line_key"])
    told = orders.list_returns_of_order(stage.order(number).id)
    return [card for card in told if card.state in states and any(item.line_id == line.id for item in card.items)]
