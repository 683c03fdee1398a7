"""An order for what comes: what is there is sent now, what nobody has waits for the first day on which it comes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.awaited_pickups import put_off_pickup
from shopkeeper.orders.actions.awaiting import keep_what_comes
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.offering import Offered
from shopkeeper.orders.actions.parceling import match_parcels
from shopkeeper.orders.actions.resourcing import list_unserved, note_filled
from shopkeeper.orders.actions.sourcing import Question, Sourced, find_and_keep, refuse_short, write_down
from shopkeeper.orders.contracts import HowKind
from shopkeeper.orders.errors import NotPlacedHere
from shopkeeper.orders.models import Order, OrderLine, Placement
from shopkeeper.orders.rules.sourcing import Plan


@dataclass(frozen=True, slots=True)
class Found:
    """What is there, as a plan, and what is kept out of what comes."""

    plan: Plan
    cards: dict[str, inventory.LocationCard]
    coming: tuple[dict[str, Any], ...] = ()


def source_or_wait(
    order: Order, placement: Placement, lines: Sequence[OrderLine], *, may_split: bool, offered: Offered, by: Actor,
    now: datetime,
) -> Sourced | None:  # fmt: skip
    """Find who sends a new order; what nobody has is kept out of what comes. None when it was offered to be collected
    where it does not come in time any more.

    :raises CannotBeSourced: when nobody has or expects a line
    """
    wanted = {line.position: line.ordered for line in lines}
    question = Question(order, placement, lines, wanted, may_split, offered=offered)
    found = find_or_await(question, is_new=True, by=by, now=now)
    if found is None:
        return None
    return write_down(question, found.plan, found.cards, cause="placed", coming=found.coming, by=by, now=now)


def find_or_await(question: Question, *, is_new: bool = False, by: Actor, now: datetime) -> Found | None:
    """Keep what is there, and each line that is not there whole out of what comes; None when an offer said otherwise.

    A line waits whole; of the others what is there is kept. A new order counts all its pieces as allocated already.

    :raises CannotBeSourced: when nobody has or expects a line
    """
    plan, cards = find_and_keep(question, by=by, now=now)
    if plan.is_possible:
        return Found(plan, cards)
    late = {position for position, _ in plan.missing}
    there = replace(question, pieces={at: n for at, n in question.pieces.items() if at not in late})
    plan, cards = find_and_keep(there, by=by, now=now) if there.pieces else (Plan(), {})
    if there.pieces and not plan.is_possible:
        if question.offered.parts:
            return None
        raise refuse_short(there, plan)
    if is_new:
        _count_off([line for line in question.lines if line.position in late])
    coming = keep_what_comes(replace(question, pieces={at: question.pieces[at] for at in late}), by=by, now=now)
    return None if coming is None else Found(plan, cards, coming)


@action
def await_unfilled(*, order_id: UUID, by: Actor, now: datetime) -> None:
    """What nobody has of an order is kept out of what comes, and promised for its day; what is collected, out of what
    comes to its store.

    :raises NotPlacedHere: for an order of another system
    :raises CannotBeSourced: when nobody expects it, or not there
    """
    order, lines = lock_order(order_id)
    placement = Placement.objects.filter(order=order).first()
    if placement is None:
        raise NotPlacedHere
    pieces = list_unserved(lines)
    if not pieces:
        return
    placement.attempts += 1
    Placement.objects.filter(pk=placement.pk).update(attempts=placement.attempts)
    question = Question(order, placement, lines, pieces)
    coming = keep_what_comes(question, by=by, now=now)
    write_down(question, Plan(), {}, cause="awaited", coming=coming or (), by=by, now=now)
    note_filled(lines, outcome="awaited", now=now)
    if placement.method == HowKind.PICKUP:
        put_off_pickup(order, by=by, now=now)
        return
    match_parcels(order, placement, by=by, now=now)


def _count_off(lines: Sequence[OrderLine]) -> None:
    """What is kept out of what comes is not allocated."""
    for line in lines:
        OrderLine.objects.filter(pk=line.pk).update(allocated=F("allocated") - line.ordered)
        line.allocated -= line.ordered
