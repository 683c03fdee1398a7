"""An order for what comes: what is there is sent now, what nobody has waits for the first day on which it comes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.orders.actions.awaiting import keep_what_comes
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.offering import Offered
from shopkeeper.orders.actions.parceling import match_parcels
from shopkeeper.orders.actions.resourcing import list_unserved, note_filled
from shopkeeper.orders.actions.sourcing import Question, Sourced, find_and_keep, refuse_short, sku_of, write_down
from shopkeeper.orders.contracts import HowKind
from shopkeeper.orders.errors import CannotBeSourced, NotPlacedHere
from shopkeeper.orders.models import Order, OrderLine, Placement
from shopkeeper.orders.rules.sourcing import Plan


def source_or_wait(
    order: Order, placement: Placement, lines: Sequence[OrderLine], *, may_split: bool, offered: Offered, by: Actor,
    now: datetime,
) -> Sourced:  # fmt: skip
    """Find who sends a new order; what nobody has is kept out of what comes, for orders that are delivered.

    :raises CannotBeSourced: when nobody has or expects a line
    """
    question = Question(order, placement, lines, {line.position: line.ordered for line in lines}, may_split)
    plan, cards = find_and_keep(question, by=by, now=now)
    if plan.is_possible:
        return write_down(question, plan, cards, cause="placed", by=by, now=now)
    if placement.method != HowKind.DELIVERY:
        raise refuse_short(question, plan)
    late = {position for position, _ in plan.missing}
    there = replace(question, pieces={at: n for at, n in question.pieces.items() if at not in late})
    plan, cards = find_and_keep(there, by=by, now=now) if there.pieces else (Plan(), {})
    if there.pieces and not plan.is_possible:
        raise refuse_short(there, plan)
    coming = _await(replace(question, pieces={at: question.pieces[at] for at in late}), by=by, now=now)
    return write_down(there, plan, cards, cause="placed", coming=coming, by=by, now=now)


@action
def await_unfilled(*, order_id: UUID, by: Actor, now: datetime) -> None:
    """What nobody has of an order is kept out of what comes, and promised for its day.

    :raises NotPlacedHere: for an order of another system
    :raises CannotBeSourced: when nobody expects it, or it is collected: its store has it, or another way is chosen
    """
    order, lines = lock_order(order_id)
    placement = Placement.objects.filter(order=order).first()
    if placement is None:
        raise NotPlacedHere
    pieces = list_unserved(lines)
    if not pieces:
        return
    if placement.method != HowKind.DELIVERY:
        position, missing = next(iter(pieces.items()))
        raise CannotBeSourced(sku=next(sku_of(one) for one in lines if one.position == position), missing=missing)
    placement.attempts += 1
    Placement.objects.filter(pk=placement.pk).update(attempts=placement.attempts)
    question = Question(order, placement, lines, pieces)
    coming = keep_what_comes(question, by=by, now=now)
    write_down(question, Plan(), {}, cause="awaited", coming=coming, by=by, now=now)
    note_filled(lines, outcome="awaited", now=now)
    match_parcels(order, placement, by=by, now=now)


def _await(question: Question, *, by: Actor, now: datetime) -> tuple[dict[str, object], ...]:
    """A new order counts all its pieces as allocated; those that are kept out of what comes are not."""
    for line in question.lines:
        if line.position in question.pieces:
            OrderLine.objects.filter(pk=line.pk).update(allocated=F("allocated") - line.ordered)
            line.allocated -= line.ordered
    return keep_what_comes(question, by=by, now=now)
