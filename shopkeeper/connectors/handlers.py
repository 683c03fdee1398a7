"""Reactions of the imports: what was asked for is carried out by a worker."""

from shopkeeper.connectors.events import ImportRequested
from shopkeeper.connectors.runs import carry_out_quietly
from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on


@on(ImportRequested)
def carry_out_request(announcement: Announcement) -> None:
    """Carry out a run; if another worker is at it, there is nothing to do."""
    by = system_actor(f"import:{announcement.event.run_id}")
    carry_out_quietly(announcement.event.run_id, by=by, clock=clock.now)
