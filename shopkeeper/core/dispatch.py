"""Background work: one dispatch job an event, one job a handler, one job a timer. Procrastinate runs them."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from shopkeeper.core import clock, schedule
from shopkeeper.core.events import Announcement, decode, get_handler, handlers_of
from shopkeeper.core.models import Event
from shopkeeper.core.modules import import_offers
from shopkeeper.core.requests import set_request_id

log = logging.getLogger(__name__)
import_offers("timers")
_PATIENCE = RetryStrategy(max_attempts=8, exponential_wait=3)
_HALF_A_TICK = timedelta(seconds=5)
_SOONER = 1
"""What the clock asks for comes before reactions to events: those may queue by the thousand after an import."""


@app.task(name="core.dispatch", queue="events")
def dispatch(event_id: str, recorded_at: str) -> None:
    """Fan an event out: one retried job for each handler."""
    row = Event.objects.get(recorded_at=datetime.fromisoformat(recorded_at), id=UUID(event_id))
    for handler in handlers_of(row.name, history=row.history):
        handle.configure(lock=None).defer(event_id=event_id, recorded_at=recorded_at, handler=handler.name)


@app.task(name="core.handle", queue="events", retry=_PATIENCE)
def handle(event_id: str, recorded_at: str, handler: str) -> None:
    """Let one handler react to one event."""
    row = Event.objects.get(recorded_at=datetime.fromisoformat(recorded_at), id=UUID(event_id))
    found = get_handler(row.name, handler)
    if found is None:
        log.warning("handler gone", extra={"event_name": row.name, "handler": handler})
        return
    set_request_id(str(row.id))
    found.function(announcement_of(row))


def announcement_of(row: Event) -> Announcement:
    """The stored event as its handlers see it."""
    return Announcement(
        id=row.id,
        event=decode(row.name, row.payload),
        by_kind=row.actor_kind,
        by_id=row.actor_id,
        recorded_at=row.recorded_at,
        history=row.history,
    )


@app.periodic(cron="* * * * * */10")
@app.task(name="core.tick", queue="timers", queueing_lock="core.tick", priority=_SOONER, pass_context=True)
def tick(context: JobContext, timestamp: int) -> None:
    """Every ten seconds: start the timers that are due nearer to this tick than to the next. A timer is due its time
    after it began, which is a little after its tick: waiting for that moment would be a whole tick late each time."""
    for timer in schedule.list_due(now=clock.now() + _HALF_A_TICK):
        _start(timer)


def _start(timer: str) -> None:
    """One that waits for its turn is not started twice, and keeps no other from being started."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        run_timer.configure(queueing_lock=f"timer:{timer}", lock=f"timer:{timer}").defer(timer=timer)


@app.task(name="core.run_timer", queue="timers", priority=_SOONER)
def run_timer(timer: str) -> None:
    """Run one timer and note when it falls due again."""
    set_request_id(f"timer:{timer}")
    schedule.run(timer, now=clock.now())
