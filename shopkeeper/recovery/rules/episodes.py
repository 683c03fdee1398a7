"""One episode or two: which signals tell of the same problem of the same customer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.recovery.contracts import HarmSignal

SAME_MATTER_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Span:
    """An episode as far as it is needed to recognize it: whose, about which order, from when to when."""

    id: UUID
    order_id: UUID | None
    starts_at: datetime
    last_at: datetime


def find_episode(signal: HarmSignal, spans: Iterable[Span]) -> Span | None:
    """The customer's episode that a signal belongs to, or None for a new one.

    The same order is the same episode, whichever channel tells of it. A signal without an order (a call, a complaint)
    belongs to the newest episode that lies within two weeks of it. Two orders are never one episode.
    """
    known = list(spans)
    if signal.order_id is not None:
        return next((span for span in known if span.order_id == signal.order_id), None)
    near = [span for span in known if _is_near(signal.occurred_at, span)]
    return max(near, key=lambda span: span.last_at, default=None)


def _is_near(at: datetime, span: Span) -> bool:
    return span.starts_at - SAME_MATTER_WITHIN <= at <= span.last_at + SAME_MATTER_WITHIN


def reopens(occurred_at: datetime, resolved_at: datetime | None) -> bool:
    """Whether a signal shows that a resolved case is not over. What happened before, but was heard later, does not."""
    return resolved_at is not None and occurred_at > resolved_at
