"""What the desk composes of other modules' work lists, notices and people."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from shopkeeper.core import work
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.components import Figure
from shopkeeper.desk.contracts import Morning, Persona
from shopkeeper.desk.models import HomeChoice
from shopkeeper.desk.rules import first_numbers
from shopkeeper.desk.words import greeting, label_of, sentence_of_the_day
from shopkeeper.engines.warehouse import WarehouseDown
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization

AT_MOST = 5
PERSONA_ROLES = (
    organization.Role.CHIEF_CUSTOMER_OFFICER,
    organization.Role.STORE_MANAGER,
    organization.Role.CONTACT_CENTER_MANAGER,
    organization.Role.CONTACT_CENTER_AGENT,
    organization.Role.SUPPLY_CHAIN_MANAGER,
    organization.Role.ECOMMERCE_MANAGER,
    organization.Role.BUYING_MANAGER,
    organization.Role.MARKETING_MANAGER,
    organization.Role.DATA_STEWARD,
    organization.Role.IT_OWNER,
    organization.Role.BOARD_MEMBER,
    organization.Role.ADMINISTRATOR,
)


def get_morning(*, by: Actor, now: datetime) -> Morning:
    """What `by` should see first today."""
    items = work.list_work(by=by, now=now)
    zone = ZoneInfo(organization.get_retailer().time_zone)
    return Morning(
        greeting=greeting(by.name, now.astimezone(zone).hour),
        sentence=sentence_of_the_day(items, now=now),
        first=tuple(items[:AT_MOST]),
        more=max(0, len(items) - AT_MOST),
        notices=tuple(work.list_notices(by=by, now=now)),
    )


def numbers_of(by: Actor) -> tuple[str, ...]:
    """The metrics that this actor meets in the morning: chosen ones, else those of the role."""
    chosen = HomeChoice.objects.filter(employee=UUID(by.id)).first() if by.kind is ActorKind.EMPLOYEE else None
    return tuple(chosen.metrics) if chosen else first_numbers(by.roles)


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
    return {role: next(iter(names)) if len(names) == 1 else label_of(role) for role, names in holders.items()}


def list_personas(*, now: datetime) -> list[Persona]:
    """One person for each role, as the demo's visitors meet them, with how much waits for each."""
    people = organization.list_people(now=now)
    first = {person.role: person for person in reversed(people)}
    asked = [first[role] for role in PERSONA_ROLES if role in first]
    actors = organization.find_actors_of_employees([person.id for person in asked], now=now)
    waiting = work.list_work_of(people=list(actors.values()), now=now)
    return [_persona(person, waiting.get(str(person.id), [])) for person in asked]


def _persona(person: organization.Person, items: list[work.WorkItem]) -> Persona:
    return Persona(
        employee_id=person.id,
        name=person.name,
        role=person.role,
        role_label=label_of(person.role),
        place=organization.get_outlet(person.outlet_id).name if person.outlet_id else "",
        waiting=len(items),
        next_due_at=items[0].due_at if items else None,
    )
