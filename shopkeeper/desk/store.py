"""A store manager's day: the work of the whole store, thanks, how it stands, and what is not theirs to mend."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shopkeeper.core import work
from shopkeeper.core.actors import Actor
from shopkeeper.core.words import write_list
from shopkeeper.desk.contracts import Errand, StoreDay
from shopkeeper.desk.words import ERRANDS, count_errand, sort_of
from shopkeeper.engines.warehouse import WarehouseDown
from shopkeeper.improvement import public as improvement
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization

COMPARED = ("pickup_not_found", "long_wait_at_returns", "satisfaction")
PLACES = ("outlet", "region")
THANKS = "feedback.thanks"


def find_store_of(by: Actor) -> organization.OutletCard | None:
    """The store that the actor manages; None for everybody else."""
    if organization.Role.STORE_MANAGER not in by.roles or by.scopes.company_wide:
        return None
    return next(iter(organization.list_outlets(by=by, kind=organization.OutletKind.STORE)), None)


def get_store_day(store: organization.OutletCard, *, by: Actor, now: datetime) -> StoreDay:
    """What the manager of a store should see first today."""
    errands = sort_errands(*list_team_work([store.id], now=now))
    thanks = work.list_notices(by=by, now=now, only=THANKS)
    return StoreDay(
        outlet=store.name,
        sentence=_sentence(errands, len(thanks[:1])),
        errands=tuple(errands),
        thanks=tuple(thanks[:1]),
        standings=tuple(_standings(store, by=by, now=now)),
        elsewhere=tuple(card for card in improvement.list_problems(by=by, now=now) if is_elsewhere(card, store, by)),
    )


def list_team_work(outlet_ids: Sequence[UUID], *, now: datetime) -> tuple[list[work.WorkItem], dict[str, str]]:
    """Everything that waits for the people of some outlets, and their names by id."""
    team = {str(p.id): p.name for p in organization.list_people(now=now) if p.outlet_id in outlet_ids}
    actors = organization.find_actors_of_employees([UUID(person) for person in team], now=now)
    waiting = work.list_work_of(people=list(actors.values()), now=now)
    # What the whole store is asked for (an order to put on the shelf) is listed for each of its people.
    unique = {(item.kind, item.url, item.title): item for items in waiting.values() for item in items}
    return list(unique.values()), team


def sort_errands(items: Sequence[work.WorkItem], team: dict[str, str]) -> list[Errand]:
    """Things to do by sort, in the order in which a store's day asks for them; the first due of each on top."""
    found = []
    for kinds, icon in ERRANDS:
        due = sorted((item for item in items if sort_of(item.kind) == kinds[0]), key=_urgency)
        if due:
            people = Counter(team[item.person_id].split()[0] for item in due)
            found.append(Errand(count_errand(kinds[0], len(due)), icon, tuple(due), tuple(people.most_common())))
    return found


def _urgency(item: work.WorkItem) -> tuple[bool, float, float]:
    return item.due_at is None, item.due_at.timestamp() if item.due_at else 0.0, -item.weight


def is_elsewhere(card: improvement.ProblemCard, store: organization.OutletCard, by: Actor) -> bool:
    """Whether a problem touches the store's customers but somebody else mends it."""
    here = {"outlet": store.name, "region": store.region}
    return str(card.owner_id) != by.id and all(
        here[place] in card.filters[place].split(insight.ANY_OF) for place in PLACES if place in card.filters
    )


def _standings(store: organization.OutletCard, *, by: Actor, now: datetime) -> list[insight.OutletStanding]:
    try:
        return insight.compare_outlet(store, names=COMPARED, by=by, now=now)
    except WarehouseDown:
        return []


def _sentence(errands: Sequence[Errand], thanks: int) -> str:
    titles = [errand.title for errand in errands]
    if thanks:
        titles.append(_("a thank-you from a customer"))
    if not errands:
        return _("Nothing waits in your store. Every promise of today is on its way.")
    words = write_list(titles)
    return f"{words[:1].upper()}{words[1:]}."
