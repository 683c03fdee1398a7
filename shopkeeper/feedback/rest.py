"""REST routes of the feedback."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.feedback.access import access_feedback
from shopkeeper.feedback.actions.receiving import record_feedback, take_note
from shopkeeper.feedback.contracts import FeedbackKind, NewFeedback, NoteOutcome, Scale
from shopkeeper.feedback.queries import list_inbox
from shopkeeper.feedback.queries.topics import list_topic_standings

router = Router()


class FeedbackIn(Schema):
    """What somebody said or showed with a judgment."""

    kind: FeedbackKind
    source_key: str
    source: str = "api"
    channel: str = ""
    touchpoint: str = ""
    scale: Scale | None = None
    score: Decimal | None = None
    title: str = ""
    text: str = ""
    language: str = ""
    customer_id: UUID | None = None
    order_id: UUID | None = None
    outlet_id: UUID | None = None
    occurred_at: datetime | None = None


class NoteIn(Schema):
    """What came of it."""

    outcome: NoteOutcome


@router.get("/feedback", summary="Feedback, newest first")
@permitted("feedback.view_feedback")
def list_feedback(
    request: Any, view: str = "all", topic_id: UUID | None = None, since: datetime | None = None,
    limit: int = Query(60, ge=1, le=500),
) -> HttpResponse:  # fmt: skip
    """`view`: low (unhappy, nobody took note), words (somebody wrote), all."""
    return respond(list_inbox(by=request.auth, view=view, topic_id=topic_id, since=since, limit=limit))


@router.get("/topics/standings", summary="What people speak of, beside the time before")
@permitted("feedback.view_feedback")
def get_topic_standings(request: Any) -> HttpResponse:
    """Comments of the last 90 days by topic; `trend` compares shares of all comments with those of the 90 before."""
    return respond(list_topic_standings(by=request.auth, now=clock.now()))


@router.get("/feedback/{feedback_id}", summary="One feedback with the topics that it speaks of")
@permitted("feedback.view_feedback")
def get_feedback(request: Any, feedback_id: UUID) -> HttpResponse:
    """Each topic with how it is judged and the words that say so."""
    return respond(access_feedback(request.auth, feedback_id))


@router.post("/feedback", summary="Hand over what a customer said")
@permitted("feedback.record_feedback")
@once
def post_feedback(request: Any, feedback: FeedbackIn) -> HttpResponse:
    """The same source and key again changes nothing."""
    now = clock.now()
    said = feedback.dict() | {"occurred_at": feedback.occurred_at or now}
    return respond({"id": record_feedback(feedback=NewFeedback(**said), by=request.auth, now=now)}, status=201)


@router.post("/feedback/{feedback_id}/note", summary="Take note of a feedback")
@permitted("feedback.handle_feedback")
@once
def post_note(request: Any, feedback_id: UUID, note: NoteIn) -> HttpResponse:
    """A later note replaces an earlier one."""
    card = access_feedback(request.auth, feedback_id)
    take_note(feedback_id=card.id, outcome=note.outcome, by=request.auth, now=clock.now())
    return respond(access_feedback(request.auth, feedback_id))
