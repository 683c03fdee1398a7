"""From a signed-in user to an actor with permissions and scopes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shopkeeper.core import clock
from shopkeeper.core.actors import ALL_PERMISSIONS, Actor, ActorKind
from shopkeeper.core.permits import permissions_of
from shopkeeper.organization.contracts import Role
from shopkeeper.organization.models import Assignment, Employee
from shopkeeper.organization.queries import assignments_in_force
from shopkeeper.organization.rules.roles import scopes_of


def actor_of_user(user: Any) -> Actor | None:
    """The employee behind a user, with what their roles allow today; None where the user is no employee."""
    # A door: the clock is read here, once, and the actor is passed on from here.
    return _actor(list(assignments_in_force(clock.now()).filter(employee__user_id=user.pk)))


def find_actors_of_employees(employee_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, Actor]:
    """Employees as actors, for work that is listed on their behalf; those who hold no role are left out."""
    held = defaultdict[UUID, list[Assignment]](list)
    for row in assignments_in_force(now).filter(employee_id__in=employee_ids):
        held[row.employee_id].append(row)
    return {employee_id: actor for employee_id, rows in held.items() if (actor := _actor(rows))}


def _actor(held: list[Assignment]) -> Actor | None:
    if not held:
        return None
    roles = tuple(dict.fromkeys(Role(row.role) for row in held))
    permissions = ALL_PERMISSIONS if Role.ADMINISTRATOR in roles else permissions_of(roles)
    scopes = scopes_of((Role(row.role), row.outlet_id) for row in held)
    employee = held[0].employee
    return Actor(ActorKind.EMPLOYEE, str(employee.id), employee.name, permissions, scopes, roles)


def find_user_id_of(employee_id: UUID) -> UUID | None:
    """The user by whom an employee signs in, if they do."""
    return Employee.objects.filter(pk=employee_id).values_list("user_id", flat=True).first()
