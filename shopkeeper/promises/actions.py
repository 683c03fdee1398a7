"""Writes of the promise ledger."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.promises.contracts import PromiseKind, PromiseState
from shopkeeper.promises.errors import PromiseNotFound, PromiseSettled
from shopkeeper.promises.events import PromiseBroken, PromiseFulfilled, PromiseMade, PromiseMoved, PromiseWithdrawn
from shopkeeper.promises.models import Promise
from shopkeeper.promises.rules import state_of

AT_ONCE = 500


@action
def make_promise(
    *,
    kind: PromiseKind,
    ref: str,
    due_at: datetime,
    by: Actor,
    now: datetime,
    node: str = "",
    outlet_id: UUID | None = None,
    record_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> UUID:
    """Write down what was promised. The same kind for the same ref is promised once: a retry changes nothing."""
    row, created = Promise.objects.get_or_create(
        source="shopkeeper",
        source_key=f"{kind}:{ref}",
        defaults={
            "id": new_id(), "recorded_at": now, "kind": kind, "ref": ref, "node": node, "outlet_id": outlet_id,
            "record_id": record_id, "customer_id": customer_id, "made_at": now, "original_due_at": due_at,
            "due_at": due_at,
        },
    )  # fmt: skip
    if created:
        announce(PromiseMade(promise_id=row.id, kind=kind, ref=ref, due_at=due_at), by=by, now=now)
    return row.id


@action
def move_promise(*, kind: PromiseKind, ref: str, due_at: datetime, by: Actor, now: datetime) -> None:
    """Give a promise another time; the original one stays beside it.

    :raises PromiseSettled: when it was fulfilled or withdrawn
    """
    row = _locked(kind, ref)
    if row.fulfilled_at or row.withdrawn_at:
        raise PromiseSettled
    row.due_at = due_at
    row.save(update_fields=["due_at"])
    announce(PromiseMoved(promise_id=row.id, kind=kind, ref=ref, due_at=due_at), by=by, now=now)


@action
def fulfill_promise(*, kind: PromiseKind, ref: str, at: datetime, by: Actor, now: datetime) -> bool:
    """What was promised was done at `at`. Returns whether it was kept. The first fulfillment counts."""
    row = _locked(kind, ref)
    if row.fulfilled_at is None:
        row.fulfilled_at = at
        row.save(update_fields=["fulfilled_at"])
        announce(PromiseFulfilled(promise_id=row.id, kind=kind, ref=ref, late=at > row.due_at), by=by, now=now)
        _announce_breach(row, by=by, now=now)
    return row.fulfilled_at <= row.due_at


@action
def withdraw_promise(*, kind: PromiseKind, ref: str, by: Actor, now: datetime) -> None:
    """Let an open promise fall away; one that is settled or was never made is left alone."""
    row = Promise.objects.select_for_update().filter(kind=kind, ref=ref, fulfilled_at=None, withdrawn_at=None).first()
    if row is None:
        return
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    announce(PromiseWithdrawn(promise_id=row.id, kind=kind, ref=ref), by=by, now=now)


@action
def announce_breaches(*, by: Actor, now: datetime) -> int:
    """Notice promises that fell due and were not fulfilled; each is announced once."""
    due = Promise.objects.filter(Q(due_at__lt=now), fulfilled_at=None, withdrawn_at=None, breach_announced_at=None)
    rows = due.order_by("due_at").select_for_update(skip_locked=True)[:AT_ONCE]
    return sum(_announce_breach(row, by=by, now=now) for row in rows)


def _announce_breach(row: Promise, *, by: Actor, now: datetime) -> bool:
    if state_of(row.times, now=now) is not PromiseState.BROKEN or row.breach_announced_at is not None:
        return False
    row.breach_announced_at = now
    row.save(update_fields=["breach_announced_at"])
    breach = PromiseBroken(
        promise_id=row.id, kind=row.kind, ref=row.ref, customer_id=row.customer_id, outlet_id=row.outlet_id
    )
    announce(breach, by=by, now=now)
    return True


def _locked(kind: PromiseKind, ref: str) -> Promise:
    row = Promise.objects.select_for_update().filter(kind=kind, ref=ref).order_by(F("made_at").desc()).first()
    if row is None:
        raise PromiseNotFound(kind=kind, ref=ref)
    return row
