"""Once a night all records are looked at: who is who, who lives together; what was cut off is begun anew."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.filing import file_records
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.actions.suggesting import suggest_households
from shopkeeper.customers.contracts import NightWork
from shopkeeper.customers.models import RelinkRun
from shopkeeper.customers.queries.matching import find_model_in_force, get_model, is_newer_model_in_force
from shopkeeper.customers.queries.matching_rules import has_ended_since
from shopkeeper.organization import public as organization

NIGHTLY = "customers.relink_at_night"
"""The timer that looks at all records."""

_AT_NIGHT = time(2, 30)


def relink_at_night(*, by: Actor, now: datetime) -> int:
    """Relink once a night, and at once where the last one was cut off or another model was switched on since.

    What an update of the program has to file anew does not wait for the night: until it is filed, fixed rules decide
    who is who among arrivals. Gives how many customers and records changed.

    :raises ForeignModel: when the model in force was trained by a version of the program that compared otherwise
    """
    if find_model_in_force() is None:
        return 0
    file_records(by=by, now=now)
    if not is_due(now=now):
        return 0
    get_model()  # refuses here what would be refused in the middle
    begin_run(by=by, now=now)
    card = relink(by=by, now=now)
    figures = {"people": card.people, "merged": card.merged, "moved": card.moved, "proposed": card.proposed}
    finish_run(figures=figures, by=by, now=now)
    return card.merged + card.moved


def suggest_at_night(*, by: Actor, now: datetime) -> int:
    """Look once a night for people who live together; gives how many pairs are new in the queue."""
    work = NightWork.HOUSEHOLDS
    if not is_due(now=now, work=work):
        return 0
    begin_run(by=by, now=now, work=work)
    fresh = suggest_households(by=by, now=now)
    finish_run(figures={"suggested": fresh}, by=by, now=now, work=work)
    return fresh


def is_due(*, now: datetime, work: NightWork = NightWork.RELINK) -> bool:
    """Whether last night's work is still to be done, or to be finished."""
    last = RelinkRun.objects.filter(work=work).order_by("-started_at").first()
    if last is None or last.finished_at is None:
        return True
    if work is NightWork.RELINK and (is_newer_model_in_force(last.started_at) or has_ended_since(last.started_at)):
        return True
    here = ZoneInfo(organization.get_retailer().time_zone)
    local = now.astimezone(here)
    tonight = datetime.combine(local.date(), _AT_NIGHT, here)
    return last.started_at < tonight <= local


@action
def begin_run(*, by: Actor, now: datetime, work: NightWork = NightWork.RELINK) -> None:
    """Note that it began, so that it is begun again if it does not come to its end."""
    RelinkRun.objects.filter(work=work, finished_at=None).delete()
    RelinkRun.objects.create(work=work, started_at=now)


@action
def finish_run(*, figures: dict[str, int], by: Actor, now: datetime, work: NightWork = NightWork.RELINK) -> None:
    """Note what came of it."""
    RelinkRun.objects.filter(work=work, finished_at=None).update(finished_at=now, came_of_it=figures)
