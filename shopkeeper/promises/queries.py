"""What others may ask of the promise ledger."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shopkeeper.promises.contracts import PromiseCard, PromiseKind
from shopkeeper.promises.models import Promise
from shopkeeper.promises.rules import late_by, state_of


def list_promises_for_ref(ref: str, *, now: datetime) -> list[PromiseCard]:
    """What was promised for a ref, in the order in which it was promised."""
    return [card_of(row, now=now) for row in Promise.objects.filter(ref=ref).order_by("made_at")]


def refs_fulfilled(refs: Iterable[str], *, kind: PromiseKind) -> set[str]:
    """Of many refs those for which a promise of this kind was fulfilled, in time or late."""
    rows = Promise.objects.filter(ref__in=set(refs), kind=kind, fulfilled_at__isnull=False)
    return set(rows.values_list("ref", flat=True))


def list_promises_to(customer_ids: Iterable[UUID], *, now: datetime, limit: int = 200) -> list[PromiseCard]:
    """What was promised to a customer (all ids that lead to them), latest due first."""
    rows = Promise.objects.filter(customer_id__in=list(customer_ids)).order_by("-due_at")[:limit]
    return [card_of(row, now=now) for row in rows]


def list_broken_promises(*, since: datetime, now: datetime, limit: int = 1000) -> list[PromiseCard]:
    """Promises that fell due since `since` and were broken, newest first."""
    rows = Promise.objects.filter(due_at__gte=since, due_at__lt=now, withdrawn_at=None).order_by("-due_at")
    broken = (card for row in rows.iterator() if (card := card_of(row, now=now)).state == "broken")
    return [card for _, card in zip(range(limit), broken, strict=False)]


def card_of(row: Promise, *, now: datetime) -> PromiseCard:
    """A row as others know it."""
    return PromiseCard(
        id=row.id,
        kind=PromiseKind(row.kind),
        ref=row.ref,
        node=row.node,
        outlet_id=row.outlet_id,
        customer_id=row.customer_id,
        made_at=row.made_at,
        original_due_at=row.original_due_at,
        due_at=row.due_at,
        fulfilled_at=row.fulfilled_at,
        state=state_of(row.times, now=now),
        late_by_seconds=late_by(row.times, now=now),
    )
