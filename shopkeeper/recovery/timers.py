"""What recovery does again and again: notice harm, take people on, leave nothing with somebody who is gone."""

from datetime import datetime, timedelta

from shopkeeper.core import schedule
from shopkeeper.core.actors import Actor
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.actions.owners import reassign_orphans


def take_people_on(*, by: Actor, now: datetime) -> int:
    """Notice what happened, then open the cases that the teams can carry. Noticing stays when nobody can be found."""
    notice_harm(by=by, now=now)
    return open_due_cases(by=by, now=now)


schedule.register("recovery.take_people_on", every=timedelta(minutes=5), sweep=take_people_on)
schedule.register("recovery.reassign_orphans", every=timedelta(minutes=15), sweep=reassign_orphans)
