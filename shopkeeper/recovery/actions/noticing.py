"""Noticing harm: signals of the modules below become episodes, whichever channel told of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.recovery.actions.endings import reopen
from shopkeeper.recovery.contracts import HarmSignal, SignalKind
from shopkeeper.recovery.models import Case, Episode, Signal
from shopkeeper.recovery.queries.signals import get_today, list_signals
from shopkeeper.recovery.rules.episodes import Span, find_episode, reopens
from shopkeeper.recovery.rules.harm import AGAIN_WITHIN, fault_of, harm_of, is_silent, points_of

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('recovery.noticing'))"


@action
def notice_harm(*, by: Actor, now: datetime) -> int:
    """Take every new signal of harm into its episode; how many there were. Doing it again changes nothing."""
    take_turn()
    found = list_signals(today=get_today(now=now))
    return take_signals(found, by=by, now=now)


def take_turn() -> None:
    """Wait until nobody else makes episodes: two at once could make two of one order, or of one customer's week."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def take_signals(found: Iterable[HarmSignal], *, by: Actor, now: datetime) -> int:
    """Write signals with their episodes, in the turn of the caller; reopen cases that turn out not to be over."""
    signals = list(found)
    spans = _spans_of({signal.customer_id for signal in signals})
    made: list[Episode] = []
    homes = {signal.ref: _home_of(signal, spans[signal.customer_id], made) for signal in signals}
    Episode.objects.bulk_create(made, batch_size=1000)
    _write(signals, homes, now=now)
    episodes = set(homes.values())
    _weigh(episodes)
    _reopen_where_it_goes_on(signals, homes, by=by, now=now)
    return len(signals)


def _spans_of(customers: set[UUID]) -> defaultdict[UUID, list[Span]]:
    """The episodes known of these customers, those of records merged into them included."""
    spans: defaultdict[UUID, list[Span]] = defaultdict(list)
    rows = Episode.objects.filter(Q(customer__in=customers) | Q(customer__merged_into__in=customers))
    owner = Coalesce(F("customer__merged_into_id"), F("customer_id"))
    for row in rows.annotate(person=owner).values_list("person", "id", "order_id", "starts_at", "last_at"):
        spans[row[0]].append(Span(*row[1:]))
    return spans


def _home_of(signal: HarmSignal, spans: list[Span], made: list[Episode]) -> UUID:
    """The episode of a signal; a new one is put among those that are to be made."""
    found = find_episode(signal, spans)
    if found is None:
        row = Episode(
            customer_id=signal.customer_id, record_id=signal.record_id, order_id=signal.order_id,
            outlet_id=signal.outlet_id, fault=fault_of([signal.kind]), harm=0, silent=True,
            starts_at=signal.occurred_at, last_at=signal.occurred_at,
        )  # fmt: skip
        made.append(row)
        found = Span(row.id, signal.order_id, signal.occurred_at, signal.occurred_at)
    else:
        spans.remove(found)
    first, last = min(found.starts_at, signal.occurred_at), max(found.last_at, signal.occurred_at)
    spans.append(Span(found.id, found.order_id, first, last))
    return found.id


def _write(signals: list[HarmSignal], homes: dict[str, UUID], *, now: datetime) -> None:
    rows = [
        Signal(
            episode_id=homes[signal.ref], kind=signal.kind, ref=signal.ref, feedback_id=signal.feedback_id,
            occurred_at=signal.occurred_at, size=signal.size, points=points_of(signal.kind, signal.size),
            noticed_at=now,
        )
        for signal in signals
    ]  # fmt: skip
    Signal.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["ref"], update_fields=["size", "points"]
    )


def _weigh(episodes: set[UUID]) -> None:
    """Work harm, fault and span of episodes out again from all their signals."""
    rows = list(Episode.objects.select_for_update(no_key=True).filter(pk__in=episodes).prefetch_related("signals"))
    earlier = _earlier_harm(rows)
    for row in rows:
        told = [(SignalKind(signal.kind), signal.points) for signal in row.signals.all()]
        times = [signal.occurred_at for signal in row.signals.all()]
        again = any(row.starts_at - AGAIN_WITHIN <= at < row.starts_at for at in earlier[row.customer_id])
        row.harm = harm_of(told, again=again)
        row.fault, row.silent = fault_of(kind for kind, _ in told), is_silent(kind for kind, _ in told)
        row.starts_at, row.last_at = min(times), max(times)
    Episode.objects.bulk_update(rows, ["harm", "fault", "silent", "starts_at", "last_at"], batch_size=500)


def _earlier_harm(rows: list[Episode]) -> defaultdict[UUID, list[datetime]]:
    starts: defaultdict[UUID, list[datetime]] = defaultdict(list)
    customers = {row.customer_id for row in rows}
    for customer, at in Episode.objects.filter(customer__in=customers).values_list("customer_id", "starts_at"):
        starts[customer].append(at)
    return starts


def _reopen_where_it_goes_on(signals: list[HarmSignal], homes: dict[str, UUID], *, by: Actor, now: datetime) -> None:
    newest = {homes[signal.ref]: signal.occurred_at for signal in sorted(signals, key=lambda one: one.occurred_at)}
    for case in Case.objects.select_for_update(no_key=True).filter(episode__in=newest).exclude(resolved_at=None):
        if reopens(newest[case.episode_id], case.resolved_at):
            reopen(case, reason="new_signal", by=by, now=now)
