"""Writes of the promise ledger."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.writing import insert_unless_known
from shopkeeper.promises.contracts import PromiseKind, PromiseState
from shopkeeper.promises.errors import PromiseNotFound, PromiseSettled
from shopkeeper.promises.events import PromiseBroken, PromiseFulfilled, PromiseMade, PromiseMoved, PromiseWithdrawn
from shopkeeper.promises.models import Change, Promise
from shopkeeper.promises.rules import falls_short, key_of, state_of

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
    subject: str = "",
    amount: Decimal | None = None,
    currency: str = "",
    quantity: int | None = None,
    outlet_id: UUID | None = None,
    record_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> UUID:
    """Write down what was promised. The same kind for the same ref and subject is promised once: a retry changes
    nothing. A price has an `amount`, a stock a `quantity`."""
    row = Promise(
        id=new_id(), source_key=key_of(kind, ref, subject), recorded_at=now, kind=kind,
        ref=ref, node=node, outlet_id=outlet_id, record_id=record_id, customer_id=customer_id, made_at=now,
        original_due_at=due_at, due_at=due_at, subject=subject, original_amount=amount, amount=amount,
        currency=currency, quantity=quantity,
    )  # fmt: skip
    if not insert_unless_known(row):
        return Promise.objects.values_list("id", flat=True).get(source=row.source, source_key=row.source_key)
    announce(PromiseMade(promise_id=row.id, kind=kind, ref=ref, due_at=due_at), by=by, now=now)
    return row.id


@action
def move_promise(
    *, kind: PromiseKind, ref: str, due_at: datetime, by: Actor, now: datetime, subject: str = "", why: str = "",
    amount: Decimal | None = None,
) -> None:  # fmt: skip
    """Give a promise another time, and another amount, as agreed with the customer; the first ones stay beside it.

    :raises PromiseSettled: when it was fulfilled or withdrawn
    """
    row = _locked(kind, ref, subject)
    if row.fulfilled_at or row.withdrawn_at:
        raise PromiseSettled
    note_change(row, "moved", due_at, why=why, by=by, now=now)
    row.due_at = due_at
    row.amount = row.amount if amount is None else amount
    row.save(update_fields=["due_at", "amount"])
    announce(PromiseMoved(promise_id=row.id, kind=kind, ref=ref, due_at=due_at), by=by, now=now)


@action
def fulfill_promise(
    *, kind: PromiseKind, ref: str, at: datetime, by: Actor, now: datetime, subject: str = "",
    amount: Decimal | None = None, quantity: int | None = None,
) -> bool:  # fmt: skip
    """What was promised was done at `at`, for this `amount`, with so many pieces. Returns whether it was kept.

    The first fulfillment counts. A subject that was promised nothing apart is promised with its whole ref.
    """
    row = _locked(kind, ref, subject)
    if row.fulfilled_at is None:
        row.fulfilled_at = at
        lacks = falls_short(amount=row.amount, asked=amount, quantity=row.quantity, given=quantity)
        row.is_short = row.is_short or lacks
        row.save(update_fields=["fulfilled_at", "is_short"])
        late = at > row.due_at or row.is_short
        announce(PromiseFulfilled(promise_id=row.id, kind=kind, ref=ref, late=late), by=by, now=now)
        _announce_breach(row, by=by, now=now)
    return row.fulfilled_at <= row.due_at and not row.is_short


@action
def break_promise(*, kind: PromiseKind, ref: str, at: datetime, by: Actor, now: datetime, subject: str = "") -> None:
    """They came for what was said to be done, and did not get it: broken, even if it is done later. Twice changes
    nothing.

    :raises PromiseNotFound: when nothing of the kind was promised
    """
    row = _locked(kind, ref, subject)
    row.is_short = True
    row.fulfilled_at = None if row.fulfilled_at and row.fulfilled_at <= at else row.fulfilled_at
    row.save(update_fields=["is_short", "fulfilled_at"])
    _announce_breach(row, by=by, now=now)


@action
def withdraw_promise(*, kind: PromiseKind, ref: str, by: Actor, now: datetime, subject: str = "") -> None:
    """Let open promises for a ref fall away, or the one for a subject; settled ones are left alone. What is past due by
    then stays broken."""
    rows = Promise.objects.select_for_update(no_key=True).filter(
        kind=kind, ref=ref, fulfilled_at=None, withdrawn_at=None
    )
    rows = rows.filter(is_short=False)
    for row in (rows.filter(subject__in=[subject, ""]) if subject else rows).order_by("id"):
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        if state_of(row.times, now=now) is PromiseState.WITHDRAWN:
            announce(PromiseWithdrawn(promise_id=row.id, kind=kind, ref=ref), by=by, now=now)
        _announce_breach(row, by=by, now=now)


@action
def announce_breaches(*, by: Actor, now: datetime) -> int:
    """Notice promises that fell due and were not fulfilled; each is announced once."""
    due = Promise.objects.filter(Q(due_at__lt=now), fulfilled_at=None, withdrawn_at=None, breach_announced_at=None)
    rows = due.order_by("due_at").select_for_update(no_key=True, skip_locked=True)[:AT_ONCE]
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


def note_change(row: Promise, kind: str, after: datetime, *, why: str, by: Actor, now: datetime) -> None:
    """Keep what a promise was before."""
    Change.objects.create(
        promise=row, kind=kind, before=row.told_due_at or row.due_at, after=after, why=why[:40], changed_at=now,
        changed_by=f"{by.kind}:{by.id}"[:120],
    )  # fmt: skip


def _locked(kind: PromiseKind, ref: str, subject: str = "") -> Promise:
    rows = Promise.objects.select_for_update(no_key=True).filter(kind=kind, ref=ref)
    rows = rows.filter(subject__in=[subject, ""]) if subject else rows
    row = rows.order_by(F("subject").desc(), F("made_at").desc()).first() if subject else None
    row = row or rows.order_by(F("subject").asc(), F("made_at").desc()).first()
    if row is None:
        raise PromiseNotFound(kind=kind, ref=ref)
    return row
