"""What was withdrawn is promised again, when what had ended it is undone."""

from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.promises.contracts import PromiseKind
from shopkeeper.promises.events import PromiseMade
from shopkeeper.promises.models import Promise
from shopkeeper.promises.rules import key_of


@action
def restore_promises(*, kind: PromiseKind, ref: str, by: Actor, now: datetime, subject: str = "") -> int:
    """Promise again, as it was, what was withdrawn for a ref, or for a subject of it; gives how many. Others are left
    alone. A subject that was promised nothing apart is promised with its whole ref."""
    rows = (
        Promise.objects.select_for_update(no_key=True)
        .filter(kind=kind, ref=ref, fulfilled_at=None)
        .exclude(withdrawn_at=None)
    )
    if subject:
        apart = Promise.objects.filter(kind=kind, ref=ref, subject=subject).exists()
        rows = rows.filter(subject=subject if apart else "")
    restored = list(rows.order_by("id"))
    for row in restored:
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
        announce(PromiseMade(promise_id=row.id, kind=kind, ref=ref, due_at=row.due_at), by=by, now=now)
    return len(restored)


@action
def pass_on_promise(
    *, kind: PromiseKind, ref: str, subject: str, to: str, node: str, by: Actor, now: datetime
) -> bool:  # fmt: skip
    """Another part of its ref is promised what this one was, by the same time; `node` answers for it now.

    Gives whether anything was open, and that other part was promised nothing yet.
    """
    made = Promise.objects.select_for_update(no_key=True).filter(kind=kind, ref=ref)
    row = made.filter(subject=subject, fulfilled_at=None, withdrawn_at=None).first()
    if row is None or made.filter(subject=to).exists():
        return False
    row.subject, row.source_key, row.node = to, key_of(kind, ref, to), node
    row.save(update_fields=["subject", "source_key", "node"])
    return True


@action
def unfulfill_promise(*, kind: PromiseKind, ref: str, by: Actor, now: datetime, subject: str = "") -> None:
    """What was said to be done was not: the promise is open again, as it was. Others are left alone."""
    rows = Promise.objects.select_for_update(no_key=True).filter(kind=kind, ref=ref).exclude(fulfilled_at=None)
    for row in rows.filter(subject=subject) or rows.filter(subject=""):
        row.fulfilled_at = None
        row.save(update_fields=["fulfilled_at"])
        announce(PromiseMade(promise_id=row.id, kind=kind, ref=ref, due_at=row.due_at), by=by, now=now)
