"""What others may ask of the promise ledger."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q

from shopkeeper.promises.contracts import CalibrationBin, PromiseCard, PromiseKind
from shopkeeper.promises.models import BINDING, Promise
from shopkeeper.promises.rules import BINS, late_by, state_of


def list_promises_for_ref(ref: str, *, now: datetime) -> list[PromiseCard]:
    """What was promised for a ref, in the order in which it was promised."""
    return [card_of(row, now=now) for row in Promise.objects.filter(ref=ref).order_by("made_at")]


def list_promises_for_refs(refs: Iterable[str], *, kind: PromiseKind, now: datetime) -> list[PromiseCard]:
    """The promises of a kind for many refs in one look."""
    return [card_of(row, now=now) for row in Promise.objects.filter(ref__in=set(refs), kind=kind)]


def refs_fulfilled(refs: Iterable[str], *, kind: PromiseKind) -> set[str]:
    """Of many refs those for which a promise of this kind was fulfilled, in time or late."""
    rows = Promise.objects.filter(ref__in=set(refs), kind=kind, fulfilled_at__isnull=False)
    return set(rows.values_list("ref", flat=True))


def list_refs_past_due(refs: Iterable[str], *, now: datetime) -> set[str]:
    """Of many refs those for which a promised day has passed while nothing came: of delivery or collection."""
    days = [PromiseKind.DELIVERY, PromiseKind.PICKUP]
    rows = Promise.objects.filter(ref__in=set(refs), kind__in=days, due_at__lt=now)
    return set(rows.filter(fulfilled_at=None, withdrawn_at=None).values_list("ref", flat=True))


def list_promises_to(customer_ids: Iterable[UUID], *, now: datetime, limit: int = 200) -> list[PromiseCard]:
    """What was promised to a customer (all ids that lead to them), latest due first."""
    rows = Promise.objects.filter(customer_id__in=list(customer_ids)).order_by("-due_at")[:limit]
    return [card_of(row, now=now) for row in rows]


def list_broken_promises(*, since: datetime, now: datetime, limit: int = 1000) -> list[PromiseCard]:
    """Promises that fell due since `since` and were broken, newest first."""
    rows = Promise.objects.filter(BINDING, due_at__gte=since, due_at__lt=now).order_by("-due_at")
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
        subject=row.subject,
        original_amount=row.original_amount,
        amount=row.amount,
        currency=row.currency,
        quantity=row.quantity,
        late_chance=row.late_chance,
        expected_at=row.expected_at,
        told_due_at=row.told_due_at,
    )


def list_foreseen(*, kind: PromiseKind, at_least: float, now: datetime, limit: int = 500) -> list[PromiseCard]:
    """Open promises that will probably be broken, the likeliest first."""
    rows = Promise.objects.filter(
        kind=kind, fulfilled_at=None, withdrawn_at=None, late_chance__gte=at_least, due_at__gte=now
    )
    return [card_of(row, now=now) for row in rows.order_by("-late_chance", "due_at")[:limit]]


def list_to_tell(*, kind: PromiseKind, at_least: float, now: datetime, limit: int = 200) -> list[PromiseCard]:
    """Open promises to somebody that will probably be broken, of which nobody has told them; and those where the later
    time that they were told of has passed too."""
    first = Q(told_at=None, due_at__gte=now, late_chance__gte=at_least)
    rows = Promise.objects.filter(
        first | Q(told_due_at__lt=now), kind=kind, fulfilled_at=None, withdrawn_at=None, customer__isnull=False,
        expected_at__gt=now,
    )  # fmt: skip
    return [card_of(row, now=now) for row in rows.order_by("due_at")[:limit]]


_SETTLED = """
    SELECT least(width_bucket(f.{said}, 0, 1, %s), %s) AS bin, count(*), avg(f.{said}),
        count(*) FILTER (WHERE p.is_short OR coalesce(p.fulfilled_at, 'infinity') > p.due_at)
    FROM promises_forecast f JOIN promises_promise p ON p.id = f.promise_id
    WHERE p.kind = %s AND f.made_at >= %s AND p.due_at < %s AND coalesce(p.withdrawn_at > p.due_at, true)
    GROUP BY 1 ORDER BY 1"""


def get_calibration(
    *, kind: PromiseKind, since: datetime, now: datetime, raw: bool = False
) -> tuple[CalibrationBin, ...]:  # fmt: skip
    """What was forecast since then and what became of it, by tenths; `raw` as said before it was set right."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED.format(said="raw" if raw else "chance"), [BINS, BINS, kind, since, now])
        found = cursor.fetchall()
    return tuple(CalibrationBin((b - 1) / BINS, b / BINS, n, float(said), broken) for b, n, said, broken in found)


def keeping_by_outlet(*, kind: PromiseKind, since: datetime, now: datetime) -> dict[UUID, tuple[int, int]]:
    """(kept, settled) of promises that fell due since then, by outlet."""
    rows = Promise.objects.filter(BINDING, kind=kind, due_at__gte=since, due_at__lt=now, outlet__isnull=False)
    found = rows.values_list("outlet_id").annotate(
        kept=Count("id", filter=Q(fulfilled_at__lte=F("due_at"), is_short=False)), settled=Count("id")
    )
    return {outlet_id: (kept, settled) for outlet_id, kept, settled in found}
