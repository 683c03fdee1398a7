"""What improvement does when something happens below: a cause was found."""

from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.improvement.adopting import open_due_problems
from shopkeeper.insight.events import CauseFound


@on(CauseFound)
def give_it_an_owner(heard: Announcement) -> None:
    """A cause that deserves it has an owner and a watch within moments."""
    open_due_problems(by=system_actor("insight.cause_found"), now=clock.now())
