"""Who may see what follows from the roles that they hold today; nothing is ever unowned."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core.actors import resolve_user
from shopkeeper.core.console import operator
from shopkeeper.core.models import Event, User
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Assignment, Employee, Outlet, Shift
from shopkeeper.organization.public import Role

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def outlet(code: str) -> Outlet:
    """A store."""
    return Outlet.objects.create(code=code, name=code.title(), kind="store", source_key=code, recorded_at=NOW)


def employ(name: str, role: Role, at: Outlet | None = None, starts_on: date = date(2026, 1, 1)) -> Employee:
    """Somebody in a role."""
    employee = Employee.objects.create(name=name, source_key=name, recorded_at=NOW)
    organization.give_role(
        employee_id=employee.id, role=role, outlet_id=at.id if at else None, starts_on=starts_on, by=operator(), now=NOW
    )
    return employee


def signed_in(employee: Employee) -> User:
    """The employee's user."""
    email = f"{employee.name}@example.org"
    user_id = organization.give_sign_in(employee_id=employee.id, email=email, password=None, by=operator(), now=NOW)
    return User.objects.get(pk=user_id)


def test_a_store_manager_sees_the_rows_of_the_own_outlet_only() -> None:
    leeds, york = outlet("leeds"), outlet("york")
    actor = resolve_user(signed_in(employ("tom", Role.STORE_MANAGER, leeds)))
    assert actor.scopes.allows("outlet_id", leeds.id)
    assert not actor.scopes.allows("outlet_id", york.id)
    assert [card.code for card in organization.list_outlets(by=actor)] == ["leeds"]


def test_the_owner_of_the_experience_sees_the_whole_company_but_gives_no_roles() -> None:
    employee = employ("priya", Role.CHIEF_CUSTOMER_OFFICER)
    actor = resolve_user(signed_in(employee))
    assert actor.scopes.company_wide
    with pytest.raises(NotPermitted):
        organization.give_role(
            employee_id=employee.id, role=Role.ADMINISTRATOR, starts_on=date(2026, 3, 2), by=actor, now=NOW
        )
    assert Assignment.objects.count() == 1


def test_roles_begin_and_end_on_their_days() -> None:
    leeds = outlet("leeds")
    employee = employ("tom", Role.STORE_MANAGER, leeds, starts_on=date(2026, 3, 2))
    organization.end_role(assignment_id=Assignment.objects.get().id, ends_on=date(2026, 3, 4), by=operator(), now=NOW)
    found = {
        day: organization.find_person(employee.id, now=NOW + timedelta(days=day)) is not None for day in (-1, 0, 1, 2)
    }
    assert found == {-1: False, 0: True, 1: True, 2: False}


def test_somebody_on_duty_is_asked_before_somebody_at_home() -> None:
    leeds = outlet("leeds")
    employ("anna", Role.STORE_MANAGER, leeds)
    ben = employ("ben", Role.STORE_MANAGER, leeds)
    Shift.objects.create(
        employee=ben, outlet=leeds, starts_at=NOW, ends_at=NOW + timedelta(hours=8), source_key="s", recorded_at=NOW
    )
    person = organization.get_person_for(Role.STORE_MANAGER, outlet_id=leeds.id, now=NOW)
    assert person.name == "ben"


def test_where_nobody_holds_a_role_somebody_steps_in() -> None:
    leeds = outlet("leeds")
    with pytest.raises(organization.NobodyInRole):
        organization.get_person_for(Role.STORE_ASSOCIATE, outlet_id=leeds.id, now=NOW)
    employ("priya", Role.CHIEF_CUSTOMER_OFFICER)
    assert organization.get_person_for(Role.STORE_ASSOCIATE, outlet_id=leeds.id, now=NOW).name == "priya"
    employ("tom", Role.STORE_MANAGER, leeds)
    assert organization.get_person_for(Role.STORE_ASSOCIATE, outlet_id=leeds.id, now=NOW).name == "tom"


def test_a_manager_of_another_outlet_is_not_asked() -> None:
    leeds, york = outlet("leeds"), outlet("york")
    employ("tom", Role.STORE_MANAGER, york)
    assert organization.find_person_for(Role.STORE_MANAGER, outlet_id=leeds.id, now=NOW) is None


def test_a_user_who_is_no_employee_may_do_nothing() -> None:
    stranger = User.objects.create(email="who@example.org", joined_at=NOW)
    actor = resolve_user(stranger)
    assert (actor.permissions, actor.scopes.company_wide) == (frozenset(), False)


def test_giving_a_role_is_in_the_trail() -> None:
    employee = employ("tom", Role.STORE_MANAGER, outlet("leeds"))
    event = Event.objects.get(name="organization.role_given")
    assert UUID(event.payload["employee_id"]) == employee.id
    assert event.actor_id.startswith("operator:")
