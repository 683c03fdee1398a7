"""A return is locked after its order, and every step leaves a row that says who and why."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.contracts import ReturnState
from shopkeeper.orders.errors import NotPossibleNow, ReturnNotFound
from shopkeeper.orders.models import Order, OrderLine, ReturnRequest, ReturnStep


def lock_request(request_id: UUID) -> tuple[ReturnRequest, Order | None, list[OrderLine]]:
    """A return with its order and lines, if it has one; the order is locked first.

    :raises ReturnNotFound: when there is none
    """
    found = list(ReturnRequest.objects.filter(pk=request_id).values_list("order", flat=True))
    if not found:
        raise ReturnNotFound(key=request_id)
    order, lines = lock_order(found[0]) if found[0] else (None, list[OrderLine]())
    return ReturnRequest.objects.select_for_update(no_key=True, of=("self",)).get(pk=request_id), order, lines


def check_state(row: ReturnRequest, *allowed: ReturnState) -> None:
    """The return is where this step begins.

    :raises NotPossibleNow: when it is elsewhere
    """
    if row.state not in allowed:
        raise NotPossibleNow(state=row.state)


def note(row: ReturnRequest, kind: str, *, why: str = "", by: Actor, now: datetime) -> None:
    """Write down what happened to a return."""
    ReturnStep.objects.create(
        id=new_id(), request=row, kind=kind, why=why[:300], decided_by=name_of(by), occurred_at=now
    )  # fmt: skip


def name_of(by: Actor) -> str:
    """Who, as rows name them."""
    return f"{by.kind}:{by.id}"[:120]
