"""What the organization announces."""

from uuid import UUID

from shopkeeper.core.events import event


@event
class RoleGiven:
    """An employee holds a role from a day on."""

    assignment_id: UUID
    employee_id: UUID
    role: str


@event
class RoleEnded:
    """An employee holds a role until a day."""

    assignment_id: UUID
    employee_id: UUID
    role: str


@event
class UserInvited:
    """An employee may sign in."""

    employee_id: UUID
    user_id: UUID


@event
class HoursSet:
    """An outlet, or without one the whole company, is open at other hours from now on."""

    outlet_id: UUID | None
