"""A return may come or not: as the policy says, or as a person decides with a reason."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.returns.steps import check_state, lock_request, note
from shopkeeper.orders.contracts import ReturnKind, ReturnState, WayBack
from shopkeeper.orders.errors import ReasonNeeded
from shopkeeper.orders.events import ReturnApproved, ReturnDenied
from shopkeeper.orders.models import Placement, ReturnRequest


@action
def approve_return(*, request_id: UUID, why: str, by: Actor, now: datetime) -> None:
    """A person lets the pieces come. Against a denial it takes a reason.

    :raises NotPossibleNow: when it was approved or withdrawn
    :raises ReasonNeeded: when a denial is overruled without one
    """
    row, _order, _lines = lock_request(request_id)
    check_state(row, ReturnState.REQUESTED, ReturnState.DENIED)
    if row.state == ReturnState.DENIED and not why.strip():
        raise ReasonNeeded
    approve(row, why=why, by=by, now=now)


@action
def deny_return(*, request_id: UUID, why: str, by: Actor, now: datetime) -> None:
    """A person says no, and why.

    :raises NotPossibleNow: when the pieces have come already, or it is over
    :raises ReasonNeeded: without a reason
    """
    row, _order, _lines = lock_request(request_id)
    check_state(row, ReturnState.REQUESTED, ReturnState.APPROVED)
    if not why.strip():
        raise ReasonNeeded
    deny(row, why=why, by=by, now=now)


def approve(row: ReturnRequest, *, why: str = "", by: Actor, now: datetime) -> None:
    """Let the pieces of a locked return come."""
    ReturnRequest.objects.filter(pk=row.pk).update(approved_at=now, denied_at=None, why=why[:300])
    note(row, "approved", why=why, by=by, now=now)
    if row.way == WayBack.PARCEL and row.kind == ReturnKind.ORDER:
        delivery.ask_label(ref=f"return:{row.id}", carrier_key=_carrier(row), by=by, now=now)
    told = ReturnApproved(request_id=row.id, order_id=row.order_id, customer_id=row.customer_id)
    announce(told, by=by, now=now)


def deny(row: ReturnRequest, *, why: str = "", by: Actor, now: datetime) -> None:
    """Say no to a locked return."""
    ReturnRequest.objects.filter(pk=row.pk).update(denied_at=now, why=why[:300])
    note(row, "denied", why=why, by=by, now=now)
    told = ReturnDenied(request_id=row.id, order_id=row.order_id, customer_id=row.customer_id)
    announce(told, by=by, now=now)


def _carrier(row: ReturnRequest) -> str:
    """Who brought the order brings it back; of other systems nobody knows."""
    known = Placement.objects.filter(order=row.order_id).values_list("carrier_key", flat=True).first()
    return known or ""
