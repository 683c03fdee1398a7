"""What improvement does again and again."""

from datetime import datetime, timedelta

from shopkeeper.core import schedule
from shopkeeper.core.actors import Actor
from shopkeeper.improvement.adopting import open_due_problems
from shopkeeper.improvement.figures import read_watches


def look_after_problems(*, by: Actor, now: datetime) -> int:
    """Open what is due, for causes grow after they were found; then read every watch."""
    return open_due_problems(by=by, now=now) + read_watches(by=by, now=now)


schedule.register("improvement.read_watches", every=timedelta(hours=6), sweep=look_after_problems)
