"""From a signed-in user to an actor with permissions and scopes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shopkeeper.core import clock
from shopkeeper.core.actors import ALL_PERMISSIONS, Actor, ActorKind
from shopkeeper.core.permits import permissions_of
from shopkeeper.organization.contracts import Person, Role
from shopkeeper.organization.models import Employee
from shopkeeper.organization.queries import assignments_in_force, list_people, person_of
from shopkeeper.organization.rules.roles import scopes_of


def actor_of_user(user: Any) -> Actor | None:
    """The employee behind a user, with what their roles allow today; None where the user is no employee."""
    # A door: the clock is read here, once, and the actor is passed on from here.
    return _actor([person_of(row) for row in assignments_in_force(clock.now()).filter(employee__user_id=user.pk)])


def find_actors_of_employees(employee_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, Actor]:
    """Employees as actors, for work that is listed on their behalf; those who hold no role are left out."""
    asked = set(employee_ids)
    held = defaultdict[UUID, list[Person]](list)
    for person in list_people(now=now):
        if person.id in asked:
            held[person.id].append(person)
    return {employee_id: actor for employee_id, people in held.items() if (actor := _actor(people))}


def _actor(held: list[Person]) -> Actor | None:
    if not held:
        return None
    roles = tuple(dict.fromkeys(person.role for person in held))
    permissions = ALL_PERMISSIONS if Role.ADMINISTRATOR in roles else permissions_of(roles)
    scopes = scopes_of((person.role, person.outlet_id) for person in held)
    return Actor(ActorKind.EMPLOYEE, str(held[0].id), held[0].name, permissions, scopes, roles)


def find_user_id_of(employee_id: UUID) -> UUID | None:
    """The user by whom an employee signs in, if they do."""
    return Employee.objects.filter(pk=employee_id).values_list("user_id", flat=True).first()
