"""The ledger as people read it: what was promised, by whom, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.customers import public as customers
from shopkeeper.promises.contracts import PromiseCard, PromiseKind
from shopkeeper.promises.models import BINDING, Promise
from shopkeeper.promises.queries import card_of

AT_RISK = 0.25
"""From this chance of a breach on, an open promise is worth a look."""
ENOUGH = 30
STATES = ("at_risk", "broken", "open", "kept", "withdrawn")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which promises: one of `STATES`, of a kind, by a node; empty is all. Of those that fell due, the last `days`.

    A `ref` asks for what was promised for one thing, `customer` (a number) for what one person was promised, whenever
    it fell due.
    """

    state: str = ""
    kind: str = ""
    node: str = ""
    days: int = 28
    ref: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class NodeScore:
    """How a node keeps its promises of a kind; `foreseen` are still open and will probably be broken."""

    node: str
    kind: PromiseKind
    kept: int
    settled: int
    open: int
    foreseen: int

    @property
    def kept_share(self) -> float:
        """Kept of those that fell due."""
        return self.kept / self.settled if self.settled else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether its share may be judged."""
        return self.settled >= ENOUGH


def list_ledger(asked: Asked, *, by: Actor, now: datetime, limit: int = 60, offset: int = 0) -> list[PromiseCard]:
    """Promises as asked: at risk the likeliest breach first, open ones soonest due, all others latest due first."""
    order = {"at_risk": ("-late_chance", "due_at"), "open": ("due_at",)}.get(asked.state, ("-due_at",))
    rows = _asked(asked, by=by, now=now).order_by(*order, "id")
    return [card_of(row, now=now) for row in rows[offset : offset + limit]]


def count_by_state(asked: Asked, *, by: Actor, now: datetime) -> dict[str, int]:
    """How many there are in each state, whichever is asked for."""
    rows = _of(asked, by=by, now=now)
    return rows.aggregate(**{state: Count("id", filter=_state(state, now)) for state in STATES})


def list_nodes(asked: Asked, *, by: Actor, now: datetime) -> list[NodeScore]:
    """How nodes keep their promises, those that break the largest share first, those with few promises last."""
    fell_due = _state("kept", now) | _state("broken", now)
    rows = _of(asked, by=by, now=now).exclude(node="").values_list("node", "kind").annotate(
        kept=Count("id", filter=_state("kept", now)), settled=Count("id", filter=fell_due),
        waiting=Count("id", filter=_state("open", now)), foreseen=Count("id", filter=_state("at_risk", now)),
    )  # fmt: skip
    scores = [NodeScore(node, PromiseKind(kind), *counts) for node, kind, *counts in rows.order_by()]
    return sorted(scores, key=lambda score: (not score.is_enough, score.kept_share, score.node))


def _asked(asked: Asked, *, by: Actor, now: datetime) -> QuerySet[Promise]:
    rows = _of(asked, by=by, now=now)
    return rows.filter(_state(asked.state, now)) if asked.state in STATES else rows


def _of(asked: Asked, *, by: Actor, now: datetime) -> QuerySet[Promise]:
    rows = _visible_to(by)
    if asked.customer:
        found = customers.find_customer_by_number(asked.customer)
        rows = rows.filter(customer_id__in=customers.ids_of(found) if found else [])
    if asked.ref:
        rows = rows.filter(ref=asked.ref)
    if not (asked.ref or asked.customer):
        rows = rows.filter(due_at__gte=now - timedelta(days=asked.days))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return rows.filter(node=asked.node) if asked.node else rows


def _visible_to(by: Actor) -> QuerySet[Promise]:
    by.require("promises.view_promises")
    if by.scopes.company_wide:
        return Promise.objects.all()
    return Promise.objects.filter(outlet__in=[UUID(o) for o in by.scopes.values.get("outlet_id", frozenset())])


def _state(state: str, now: datetime) -> Q:
    """As `rules.state_of` decides, for the database; a test holds both equal."""
    undone = Q(fulfilled_at=None, is_short=False)
    waits = undone & Q(withdrawn_at=None)
    done = Q(fulfilled_at__isnull=False)
    return {
        "open": waits & Q(due_at__gte=now),
        "at_risk": waits & Q(due_at__gte=now, late_chance__gte=AT_RISK),
        "kept": done & Q(is_short=False, fulfilled_at__lte=F("due_at")),
        "broken": Q(is_short=True) | done & Q(fulfilled_at__gt=F("due_at")) | BINDING & undone & Q(due_at__lt=now),
        "withdrawn": undone & Q(withdrawn_at__lte=F("due_at")),
    }[state]
