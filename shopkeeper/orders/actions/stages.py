"""A parcel or a pick-up is through with a stage: how long it took stays behind."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.orders.contracts import Stage
from shopkeeper.orders.models import Hold, Order, StagePassed
from shopkeeper.orders.queries.sending import list_cards_to_send
from shopkeeper.orders.queries.stages import Waiting, hours_of, list_waiting_parcels, targets_for, waiting_pickups
from shopkeeper.orders.rules.stages import Progress, measure


def note_passed(one: Waiting, *, last: Stage | None = None, by: Actor, now: datetime) -> None:
    """The stage that it was in until now is over; up to `last`, those that nobody has told of are judged as one."""
    targets = targets_for(one)
    stage = last or one.progress.stage
    every = list(Stage)
    steps = every[every.index(one.progress.stage) : every.index(stage) + 1]
    target = sum((targets.of(step) for step in steps), timedelta())
    clock = measure(one.progress, target, hours_of([one], now=now)[one.outlet_id], now)
    StagePassed.objects.create(
        id=new_id(), order_id=one.order_id, ref=one.ref, stage=stage, place=one.place[:120], outlet_id=one.outlet_id,
        started_at=clock.started_at, due_at=clock.due_at, passed_at=now,
        open_seconds=max(0, int(clock.age.total_seconds())), passed_by=f"{by.kind}:{by.id}"[:120],
    )  # fmt: skip


def note_handed_over(order: Order, ref: str, *, by: Actor, now: datetime) -> None:
    """A parcel leaves, while it is still counted among those to send."""
    for one in _waiting_parcels(order, now=now):
        if one.ref == ref:
            note_passed(_as_if_released(one), last=Stage.HAND_OVER, by=by, now=now)


def note_released(order: Order, held: Sequence[Hold], *, by: Actor, now: datetime) -> None:
    """Nothing keeps an order from leaving any more: its locations may go on."""
    if not held or Hold.objects.filter(order=order, released_at=None).exists():
        return
    spans = tuple((row.held_at, None) for row in held)
    for one in _waiting_parcels(order, now=now):
        progress = Progress(one.progress.given_at, held=spans)
        note_passed(replace(one, progress=progress), by=by, now=now)


def note_pickup(pickup_id: object, outlet: str, *, left: bool, by: Actor, now: datetime) -> None:
    """An order to be collected was found (`left` was true until now), or lies on its shelf."""
    for one in waiting_pickups([(pickup_id, outlet, left)]):  # type: ignore[list-item]
        note_passed(_as_if_released(one), by=by, now=now)


def _as_if_released(one: Waiting) -> Waiting:
    """What is held cannot leave; what was held counts with its pauses alone."""
    held = tuple(span for span in one.progress.held if span[1] is not None)
    return replace(one, progress=replace(one.progress, held=held))


def _waiting_parcels(order: Order, *, now: datetime) -> list[Waiting]:
    return list_waiting_parcels(list_cards_to_send(order_id=order.id, now=now), now=now)
