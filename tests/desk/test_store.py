"""A store manager's day is the store's day: what waits for its people, and what others mend."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shopkeeper.core.actors import Actor, ActorKind, Scopes, system_actor
from shopkeeper.core.work import WorkItem
from shopkeeper.desk.store import find_store_of, get_store_day, is_elsewhere, sort_errands
from shopkeeper.improvement.public import Direction, Level, ProblemCard, ProblemState
from shopkeeper.insight.contracts import OutletStanding, Reading
from shopkeeper.insight.queries.readings import get_metric
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Employee
from shopkeeper.organization.public import OutletCard, OutletKind
from tests.cast import NOW, with_cast

TEAM = {"1": "Andrew Riley", "2": "Olivia Henderson"}
LEEDS = OutletCard(UUID(int=9), "LDS", "Leeds", OutletKind.STORE, "North")
MANAGER = Actor(
    ActorKind.EMPLOYEE, str(UUID(int=1)), roles=("store_manager",), scopes=Scopes(values={"outlet_id": frozenset()})
)


def item(kind: str, person: str, hours: int) -> WorkItem:
    """Something due so many hours from now."""
    return WorkItem(kind, f"{kind} {hours}", "", f"/{kind}/{hours}/", "x", person, NOW + timedelta(hours=hours))


def problem(**facts: Any) -> ProblemCard:
    """Late parcels of Fleetline in the North, owned by somebody at the head office."""
    known: dict[str, Any] = {
        "number": "5JR", "title": "Late parcels: Fleetline, North", "level": Level.COMPANY, "state": ProblemState.OPEN,
        "outlet": "", "department": "", "owner_id": UUID(int=7), "owner": "Gareth Pugh",
        "owner_role": "supply_chain_manager", "metric": "on_time_delivery",
        "filters": {"carrier": "Fleetline", "region": "North"}, "opened_at": NOW, "closed_at": None, "value": None,
        "n": None, "week": None, "threshold": 0, "direction": Direction.AT_MOST, "weeks": 4, "weeks_in_a_row": 0,
        "minimum": 70, "people": 224, "silent": 163, "cost_a_year": None, "currency": "GBP", "sentence": "",
    }  # fmt: skip
    return ProblemCard(**(known | facts))


def test_errands_come_by_sort_with_the_first_due_on_top_and_who_does_how_many() -> None:
    things = [item("apologize", "1", 5), item("find", "2", 3), item("find", "1", 1), item("find", "2", 2)]
    find, call = sort_errands(things, TEAM)
    assert (find.title, call.title) == ("3 orders to find", "1 customer to call")
    assert [one.title for one in find.items] == ["find 1", "find 2", "find 3"]
    assert (find.people, find.due_at) == ((("Olivia", 2), ("Andrew", 1)), NOW + timedelta(hours=1))


def test_no_work_of_a_store_is_left_out_of_its_day_whatever_its_sort() -> None:
    send = [WorkItem("send", title, "", "/stock/transfers/", "x", "1") for title in ("Send 2 mugs", "Send 1 rug")]
    things = [*send, item("return", "2", 4), item("receive", "1", 2), item("failing_source", "1", 3)]
    assert [(errand.title, [one.title for one in errand.items]) for errand in sort_errands(things, TEAM)] == [
        ("1 return to see to", ["return 4"]),
        ("goods to take in or to send", ["receive 2", "Send 2 mugs", "Send 1 rug"]),
        ("1 thing to decide", ["failing_source 3"]),
    ]


def test_a_store_is_told_of_what_hurts_its_customers_and_is_mended_by_others() -> None:
    assert is_elsewhere(problem(), LEEDS, MANAGER)
    assert not is_elsewhere(problem(filters={"region": "South West"}), LEEDS, MANAGER)
    assert is_elsewhere(problem(filters={"outlet": "Birmingham | Leeds"}), LEEDS, MANAGER)
    assert not is_elsewhere(problem(owner_id=UUID(int=1)), LEEDS, MANAGER)


@pytest.mark.django_db
def test_only_the_manager_of_a_store_has_a_store_s_day() -> None:
    cast = with_cast()
    store = find_store_of(cast.actor("LDS"))
    assert store is not None
    assert store.name == "Leeds"
    assert find_store_of(cast.actor("supply_chain_manager")) is None
    assert find_store_of(cast.actor("associate")) is None
    day = get_store_day(store, by=cast.actor("LDS"), now=NOW)
    assert day.sentence == "Nothing waits in your store. Every promise of today is on its way."


@pytest.mark.django_db
def test_a_store_s_day_asks_no_more_for_many_people_than_for_few() -> None:
    cast = with_cast()
    store = find_store_of(cast.actor("YRK"))
    assert store is not None
    with CaptureQueriesContext(connection) as for_few:
        get_store_day(store, by=cast.actor("YRK"), now=NOW)
    for name in ("Ada", "Bo", "Cy"):
        one = Employee.objects.create(name=name, source_key=name, recorded_at=NOW)
        begins = NOW.date() - timedelta(days=9)
        organization.give_role(
            employee_id=one.id, role=organization.Role.STORE_ASSOCIATE, outlet_id=store.id, starts_on=begins,
            by=system_actor("test"), now=NOW,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as for_many:
        get_store_day(store, by=cast.actor("YRK"), now=NOW)
    assert len(for_many) == len(for_few)


@pytest.mark.parametrize(
    ("low", "high", "n", "others", "verdict"),
    [(0.05, 0.12, 90, 0.06, "like"), (0.08, 0.12, 90, 0.06, "worse"), (0.01, 0.05, 90, 0.06, "better"),
     (0.08, 0.12, 29, 0.06, "thin"), (0.08, 0.12, 90, None, "thin")],
)  # fmt: skip
def test_an_outlet_differs_from_others_only_where_its_whole_interval_does(
    low: float, high: float, n: int, others: float | None, verdict: str
) -> None:
    own = Reading((low + high) / 2, low, high, n)
    assert OutletStanding(get_metric("pickup_not_found"), own, others).verdict == verdict
