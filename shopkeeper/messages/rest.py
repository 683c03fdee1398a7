"""REST routes of the messages."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from shopkeeper.core import clock
from shopkeeper.core.web.rest import permitted, respond
from shopkeeper.messages.access import access_message
from shopkeeper.messages.actions import record_bounce
from shopkeeper.messages.contracts import MessageState
from shopkeeper.messages.queries import list_messages

router = Router()


@router.get("/messages", summary="Mail to customers, newest first")
@permitted("messages.view_outbox")
def list_outbox(
    request: Any, state: MessageState | None = None, limit: int = Query(100, ge=1, le=1000)
) -> HttpResponse:  # fmt: skip
    """`state`: waiting, sent, kept (no mail server was set), failed, held_back."""
    return respond(list_messages(by=request.auth, state=state or "", limit=limit))


@router.get("/messages/{message_id}", summary="One message")
@permitted("messages.view_outbox")
def get_message(request: Any, message_id: UUID) -> HttpResponse:
    """As it was written."""
    return respond(access_message(request.auth, message_id))


@router.post("/messages/{message_id}/bounce", summary="A message came back for good")
@permitted("messages.report_bounces")
def report_bounce(request: Any, message_id: UUID) -> HttpResponse:
    """For what reads the mailbox of returns: the id is the first part of the Message-ID that came back."""
    record_bounce(message_id=message_id, by=request.auth, now=clock.now())
    return respond({"message_id": message_id})
