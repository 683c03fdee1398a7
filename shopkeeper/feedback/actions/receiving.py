"""Feedback comes in, and somebody takes note of it."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.feedback.contracts import NewFeedback, NoteOutcome
from shopkeeper.feedback.errors import FeedbackNotFound, NothingSaid
from shopkeeper.feedback.events import FeedbackNoted, FeedbackReceived
from shopkeeper.feedback.models import Feedback, Handling
from shopkeeper.feedback.rules.scores import check_score, judge

_PLAIN = (
    "kind", "channel", "touchpoint", "score", "title", "text", "language", "customer_id", "record_id", "order_id",
    "product_id", "outlet_id", "invitation_id", "department_code", "occurred_at",
)  # fmt: skip


@action
def record_feedback(*, feedback: NewFeedback, by: Actor, now: datetime) -> UUID:
    """Write down what somebody said. The same source and key again changes nothing.

    :raises NothingSaid: when there is neither a score nor a word
    :raises ScoreOutOfScale: when the score is not on its scale
    """
    said = feedback.title.strip() or feedback.text.strip()
    if feedback.score is None and not said:
        raise NothingSaid
    if feedback.score is not None and feedback.scale is not None:
        check_score(feedback.scale, feedback.score)
    identifier = new_id()
    facts = {name: getattr(feedback, name) for name in _PLAIN} | {"scale": feedback.scale or ""}
    row, is_new = Feedback.objects.get_or_create(
        source=feedback.source,
        source_key=feedback.source_key or str(identifier),
        defaults={"id": identifier, "recorded_at": now, **facts, "title": feedback.title[:250]},
    )
    if is_new:
        announce(_received(row), by=by, now=now)
    return row.id


@action
def take_note(*, feedback_id: UUID, outcome: NoteOutcome, by: Actor, now: datetime) -> None:
    """Say that somebody has read it and what came of it; a later note replaces an earlier one.

    :raises FeedbackNotFound: when there is none
    """
    row = Feedback.objects.select_for_update().filter(pk=feedback_id).first()
    if row is None:
        raise FeedbackNotFound(key=feedback_id)
    employee = by.id if by.kind is ActorKind.EMPLOYEE else None
    note = {"outcome": outcome, "employee_id": employee, "decided_by": f"{by.kind}:{by.id}"[:120], "at": now}
    Handling.objects.update_or_create(feedback=row, defaults=note)
    announce(FeedbackNoted(feedback_id=row.id, outcome=outcome), by=by, now=now)


def _received(row: Feedback) -> FeedbackReceived:
    return FeedbackReceived(
        feedback_id=row.id,
        kind=row.kind,
        scale=row.scale,
        score=row.score,
        verdict=judge(row.scale, row.score) or "",
        touchpoint=row.touchpoint,
        occurred_at=row.occurred_at,
        customer_id=row.customer_id,
        order_id=row.order_id,
        outlet_id=row.outlet_id,
    )
