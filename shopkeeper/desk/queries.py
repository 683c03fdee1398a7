"""What the desk composes of other modules' work lists, notices and people."""

from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import audit, work
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.components import Figure
from shopkeeper.core.words import write_about, write_measure, write_number
from shopkeeper.desk.company import add_up
from shopkeeper.desk.contracts import Morning, Persona
from shopkeeper.desk.models import HomeChoice
from shopkeeper.desk.rules import FIRST_NUMBERS, first_numbers, pick_first
from shopkeeper.desk.store import find_store_of, list_team_work, sort_errands
from shopkeeper.desk.words import greeting, sentence_of_the_day
from shopkeeper.engines.warehouse import WarehouseDown
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization
from shopkeeper.organization.public import Role

AT_MOST, ALIKE = 5, 2
PERSONA_ROLES = (
    Role.CHIEF_CUSTOMER_OFFICER,
    Role.STORE_MANAGER,
    Role.STORE_ASSOCIATE,
    Role.CONTACT_CENTER_MANAGER,
    Role.CONTACT_CENTER_AGENT,
    Role.SUPPLY_CHAIN_MANAGER,
    Role.ECOMMERCE_MANAGER,
    Role.BUYING_MANAGER,
    Role.MARKETING_MANAGER,
    Role.DATA_STEWARD,
    Role.IT_OWNER,
    Role.BOARD_MEMBER,
    Role.ADMINISTRATOR,
)
MONEY_FIRST = {Role.CHIEF_CUSTOMER_OFFICER, Role.BOARD_MEMBER}
MACHINES_FIRST = {Role.IT_OWNER, Role.ADMINISTRATOR}
NONE = ("", "")


def get_morning(*, by: Actor, now: datetime) -> Morning:
    """What `by` should see first today."""
    items = work.list_work(by=by, now=now)
    notices = tuple(work.list_notices(by=by, now=now))
    zone = ZoneInfo(organization.get_retailer().time_zone)
    return Morning(
        greeting=greeting(by.name, now.astimezone(zone).hour),
        sentence=sentence_of_the_day(items, now=now, is_calm=not any(notice.tone == "bad" for notice in notices)),
        first=tuple(pick_first(items, now=now, most=AT_MOST, alike=ALIKE)),
        more=max(0, len(items) - AT_MOST),
        notices=notices,
    )


def numbers_of(by: Actor) -> tuple[str, ...]:
    """The metrics that this actor meets in the morning: chosen ones, else those of the role."""
    chosen = _choice_of(by)
    return tuple(chosen.metrics) if chosen else first_numbers(by.roles)


def _choice_of(by: Actor) -> HomeChoice | None:
    return HomeChoice.objects.filter(employee=UUID(by.id)).first() if by.kind is ActorKind.EMPLOYEE else None


def list_own_figures(*, by: Actor, now: datetime) -> list[Figure]:
    """The numbers of the reader's morning: chosen ones, else those of their trade or of their role."""
    has_chosen = _choice_of(by) is not None
    return (not has_chosen and work.list_figures(by=by, now=now)) or list_figures(by=by, now=now)


def list_figures(*, by: Actor, now: datetime) -> list[Figure]:
    """The reader's numbers as tiles, each with its owner; none while the analytics process does not respond."""
    try:
        lines = insight.list_scorecard(by=by, now=now, names=numbers_of(by))
    except WarehouseDown:
        return []
    owners = _names_by_role(now)
    return [insight.figure_of(line, owner=owners.get(line.metric.owner_role, "")) for line in lines]


def _names_by_role(now: datetime) -> dict[str, str]:
    """Who holds each role alone; the role itself where several do, such as the managers of stores."""
    people = organization.list_people(now=now)
    holders: dict[str, set[str]] = {}
    for person in people:
        holders.setdefault(person.role, set()).add(person.name)
    return {
        role: next(iter(names)) if len(names) == 1 else organization.role_in_words(role)
        for role, names in holders.items()
    }


def list_personas(*, now: datetime) -> list[Persona]:
    """One person for each role, as the demo's visitors meet them, each with one number: the first who has work."""
    everybody = organization.list_people(now=now)
    store = next((person.outlet_id for person in everybody if person.role == Role.STORE_MANAGER), None)
    people = [person for person in everybody if _may_be_shown(person, store)]
    actors = organization.find_actors_of_employees([person.id for person in people], now=now)
    waiting = work.list_work_of(people=list(actors.values()), now=now)
    idle = {person.id for person in people if person.role != Role.STORE_MANAGER and not waiting.get(str(person.id))}
    people.sort(key=lambda person: (PERSONA_ROLES.index(person.role), person.id in idle))
    asked = [next(holders) for _role, holders in groupby(people, key=lambda person: person.role)]
    return [_persona(person, actors.get(person.id), waiting.get(str(person.id), []), now=now) for person in asked]


def _may_be_shown(person: organization.Person, store: UUID | None) -> bool:
    """Of the associates of all stores, those of the manager who is shown: the same store, seen by both."""
    is_elsewhere = person.role == Role.STORE_ASSOCIATE and store is not None and person.outlet_id != store
    return person.role in PERSONA_ROLES and not is_elsewhere


def list_other_stores(personas: list[Persona], *, now: datetime) -> list[tuple[UUID, str]]:
    """The managers of the stores that no persona stands for: their id, and the store."""
    shown = {persona.employee_id for persona in personas}
    managers = organization.list_people(role=Role.STORE_MANAGER, now=now)
    others = [person for person in managers if person.id not in shown and person.outlet_id]
    return sorted(
        ((p.id, organization.get_outlet(p.outlet_id).name) for p in others if p.outlet_id), key=lambda o: o[1]
    )


def _persona(person: organization.Person, actor: Actor | None, items: list[work.WorkItem], *, now: datetime) -> Persona:
    if actor and person.outlet_id and find_store_of(actor):
        errands = sort_errands(*list_team_work([person.outlet_id], now=now))
        items = [item for errand in errands for item in errand.items]
    due = sorted(item.due_at for item in items if item.due_at)
    figure = NONE if items or actor is None else _figure_of(actor, now=now)
    return Persona(
        employee_id=person.id,
        name=person.name,
        role=person.role,
        role_label=organization.role_in_words(person.role),
        place=organization.get_outlet(person.outlet_id).name if person.outlet_id else "",
        waiting=len(items),
        next_due_at=due[0] if due else None,
        figure=figure[0],
        figure_words=figure[1],
    )


def _figure_of(actor: Actor, *, now: datetime) -> tuple[str, str]:
    """A number for somebody for whom nothing waits: what is lost, what machines gave up, or the first of the role."""
    if MONEY_FIRST.intersection(actor.roles):
        loss = add_up(insight.list_causes(by=actor), margin=0)
        return (write_about(loss.total, organization.get_retailer().currency), _("lost a year")) if loss.total else NONE
    if MACHINES_FIRST.intersection(actor.roles) and actor.may("core.view_system"):
        given_up = len(audit.list_failures(by=actor))
        return write_number(given_up), ngettext("job given up", "jobs given up", given_up)
    own = next((FIRST_NUMBERS[Role(role)] for role in actor.roles if Role(role) in FIRST_NUMBERS), ())
    try:
        lines = insight.list_scorecard(by=actor, now=now, names=own)
    except WarehouseDown:
        return NONE
    figures = [insight.figure_of(line) for line in lines]
    return next(((write_measure(f.value, f.unit), f.label) for f in figures if not f.is_thin), NONE)
