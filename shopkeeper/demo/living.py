"""The story goes on: whatever has fallen due since last time is carried out through actions, in order."""

import logging
from datetime import datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from shopkeeper.connectors import public as connectors
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.demo import files
from shopkeeper.demo.acting import perform
from shopkeeper.demo.generator.acts import Act
from shopkeeper.demo.phoning import keep_sending
from shopkeeper.demo.shelving import tell_stock
from shopkeeper.demo.staff import keep_deadlines
from shopkeeper.demo.stage import Stage
from shopkeeper.organization import public as organization

AT_ONCE = 2_000
"""Acts in one sweep: after a long pause the next sweep goes on, and nothing is out of order."""
_PUNCTUAL = timedelta(minutes=5)
log = logging.getLogger(__name__)


def live_on(*, by: Actor, now: datetime) -> int:
    """Live until `now`: acts, the files that systems send at night, and what the staff have promised to do."""
    place = files.Place.read()
    if place is None:
        return 0
    lived = _act(place, Stage(now=now), now)
    if not is_behind(now=now):
        tell_stock(by=by, now=now)
        _receive_nights(by=by, now=now)
        keep_deadlines(now=now)
        keep_sending(by=by, now=now)
    return lived


def is_behind(*, now: datetime) -> bool:
    """Whether something that should have happened minutes ago has not: the machine slept, or nobody started it."""
    place = files.Place.read()
    act = next(files.acts_after(place), None) if place else None
    return act is not None and _when(act[0]) < now - _PUNCTUAL


def _act(place: files.Place, stage: Stage, now: datetime) -> int:
    due = takewhile(lambda each: _when(each[0]) <= now, files.acts_after(place))
    lived = 0
    for act, after in islice(due, AT_ONCE):
        _try(act, stage)
        after.write()
        lived += 1
    return lived


def _try(act: Act, stage: Stage) -> None:
    """One act that breaks must not keep the rest of the story from happening."""
    try:
        perform([act], stage)
    except Exception:
        log.exception("an act of the demo failed", extra={"act": act.kind, "ref": act.ref})


def _receive_nights(*, by: Actor, now: datetime) -> None:
    """Take in the files of days that are over; each folder is gone once it is in."""
    today = now.astimezone(ZoneInfo(organization.get_retailer().time_zone)).date()
    for day, folder in files.nights():
        if day < today:
            connectors.import_folder(folder=folder, source="demo", by=by, clock=clock.now)
            files.forget_night(folder)


def _when(act: Act) -> datetime:
    return datetime.fromisoformat(act.when)
