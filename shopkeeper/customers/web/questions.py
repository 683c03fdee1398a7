"""What both queues of questions do at the door: an answer is carried out, and the last one can be taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest
from shopkeeper.customers.errors import AlreadySettled

UNDO_FOR = timedelta(minutes=30)
"""So long the last answer is shown with the way to take it back."""


def answer(request: PageRequest, decide: Callable[..., None], **said: Any) -> None:
    """Carry an answer out; whom somebody else was ahead of is told, and goes on to the next question."""
    try:
        decide(**said, by=request.actor, now=clock.now())
    except AlreadySettled as refusal:
        messages.info(request, refusal.sentence())
