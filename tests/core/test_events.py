"""What is announced commits with what caused it, is dispatched once, and can never be edited."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from shopkeeper.core import dispatch, events
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.models import Event
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.organization.events import RoleGiven

NOW = datetime(2026, 3, 31, 23, 59, 59, 123456, tzinfo=UTC)
BY = system_actor("test")
GIVEN = RoleGiven(assignment_id=UUID(int=1), employee_id=UUID(int=2), role="store_manager")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard() -> Iterator[list[events.Announcement]]:
    """A handler of RoleGiven that remembers what it heard."""
    seen: list[events.Announcement] = []

    def remember_role(announcement: events.Announcement) -> None:
        seen.append(announcement)

    remember_role.__module__ = "shopkeeper.desk.handlers"
    events.on(RoleGiven)(remember_role)
    yield seen
    events._HANDLERS["organization.role_given"].pop("desk.remember_role")


def jobs(task: str) -> list[dict[str, str]]:
    """The arguments of the jobs that wait for a task."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        return [events.msgspec.json.decode(args) for (args,) in cursor.fetchall()]


def test_an_event_is_one_row_and_one_job_with_the_change(heard: list[events.Announcement]) -> None:
    with transaction.atomic():
        identifier = events.announce(GIVEN, by=BY, now=NOW)
    row = Event.objects.get()
    assert (row.id, row.name, row.recorded_at) == (identifier, "organization.role_given", NOW)
    assert row.payload == {"assignment_id": str(UUID(int=1)), "employee_id": str(UUID(int=2)), "role": "store_manager"}
    assert (row.actor_kind, row.actor_id) == ("system", "test")
    assert [job["event_id"] for job in jobs("core.dispatch")] == [str(identifier)]


def test_the_dispatcher_gives_each_handler_a_job_and_the_handler_the_event(heard: list[events.Announcement]) -> None:
    events.announce(GIVEN, by=BY, now=NOW)
    dispatch.dispatch(**jobs("core.dispatch")[0])
    (job,) = jobs("core.handle")
    assert job["handler"] == "desk.remember_role"
    dispatch.handle(**job)
    assert [(a.event, a.by_id, a.recorded_at, a.history) for a in heard] == [(GIVEN, "test", NOW, False)]


def test_imports_are_quiet_for_handlers_that_take_no_history(heard: list[events.Announcement]) -> None:
    events.announce(GIVEN, by=BY, now=NOW, history=True)
    assert jobs("core.dispatch") == []
    assert Event.objects.count() == 1


def test_nothing_is_announced_when_the_action_is_refused(heard: list[events.Announcement]) -> None:
    @action
    def change_mind(*, by: Actor, now: datetime) -> None:
        events.announce(GIVEN, by=by, now=now)
        raise InvalidInput(reason="no")

    with pytest.raises(InvalidInput):
        change_mind(by=BY, now=NOW)
    assert Event.objects.count() == 0
    assert jobs("core.dispatch") == []


@pytest.mark.parametrize("edit", ["UPDATE core_event SET name = 'x'", "DELETE FROM core_event", "TRUNCATE core_event"])
def test_nobody_can_edit_the_trail(edit: str) -> None:
    events.announce(GIVEN, by=BY, now=NOW)
    with pytest.raises(DatabaseError, match="cannot be changed"), connection.cursor() as cursor:
        cursor.execute(edit)
    assert Event.objects.get().name == "organization.role_given"


def test_events_hold_no_free_text() -> None:
    long = RoleGiven(assignment_id=UUID(int=1), employee_id=UUID(int=2), role="dear customer " * 20)
    with pytest.raises(ValueError, match="free text"):
        events.announce(long, by=BY, now=NOW)


def test_an_event_survives_the_wire() -> None:
    name = "organization.role_given"
    assert events.decode(name, events.msgspec.json.decode(events.encode(GIVEN))) == GIVEN
    known = {**events.msgspec.json.decode(events.encode(GIVEN)), "later": 1}
    assert events.decode(name, known) == GIVEN
