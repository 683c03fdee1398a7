"""A metric says the same whichever way it is asked, over the rows that the asker may see."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shopkeeper.core.actors import Actor, ActorKind, Scopes, system_actor
from shopkeeper.core.database import current_url
from shopkeeper.customers.models import Customer
from shopkeeper.engines.datasets import get_data_set
from shopkeeper.engines.lake import Lake
from shopkeeper.engines.warehouse.duckdb_warehouse import DuckDBWarehouse
from shopkeeper.feedback.models import Feedback
from shopkeeper.insight import public as insight
from shopkeeper.insight.queries.readings import list_records
from shopkeeper.insight.warehouse import use_warehouse
from shopkeeper.orders.models import Order
from shopkeeper.organization.models import Outlet

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
MARCH = insight.Window(date(2026, 3, 1), date(2026, 4, 1))
EVERYBODY = system_actor("test")
pytestmark = pytest.mark.django_db(transaction=True)


def outlet(code: str) -> Outlet:
    """A store."""
    return Outlet.objects.create(code=code, name=code.title(), kind="store", source_key=code, recorded_at=NOW)


def give(score: int, at: Outlet, day: int, *, scale: str = "csat", key: str = "") -> None:
    """Somebody gives a score on a day of March."""
    said_at = datetime(2026, 3, day, 10, tzinfo=UTC)
    Feedback.objects.create(
        kind="survey", scale=scale, score=score, outlet=at, occurred_at=said_at, recorded_at=NOW,
        source_key=key or f"{at.code}-{day}-{score}-{Feedback.objects.count()}",
    )  # fmt: skip


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    """A lake of its own, answered in this process."""
    warehouse = DuckDBWarehouse(tmp_path)
    use_warehouse(warehouse)
    yield Lake(tmp_path)
    use_warehouse(None)
    warehouse.close()


def refresh(lake: Lake) -> None:
    """Bring the data sets up to date that these tests ask."""
    for name in ("feedback_facts", "order_facts", "customer_survivors"):
        lake.refresh(get_data_set(name), current_url(), now=NOW)


def test_a_share_comes_with_wilsons_interval_and_its_sample(lake: Lake) -> None:
    leeds = outlet("leeds")
    for day in range(1, 11):
        give(1 if day <= 3 else 5, leeds, day)
    refresh(lake)
    reading = insight.read(insight.get_metric("low_score_share"), MARCH, by=EVERYBODY, now=NOW)
    assert (reading.value, reading.n) == (0.3, 10)
    assert (round(reading.low or 0, 4), round(reading.high or 0, 4)) == (0.1078, 0.6032)


def test_parts_add_up_to_the_whole_and_stores_see_their_own_only(lake: Lake) -> None:
    leeds, york = outlet("leeds"), outlet("york")
    for day in range(1, 5):
        give(1, leeds, day)
        give(5, york, day)
    refresh(lake)
    metric = insight.get_metric("low_score_share")
    parts = insight.read_by(metric, MARCH, dimension="store", by=EVERYBODY, now=NOW)
    assert [(part.label, part.value, part.n) for part in parts] == [("Leeds", 1.0, 4), ("York", 0.0, 4)]
    tom = Actor(ActorKind.EMPLOYEE, "tom", scopes=Scopes(values={"outlet_id": frozenset({str(york.id)})}))
    assert insight.read(metric, MARCH, by=tom, now=NOW) == insight.Reading(0.0, 0.0, parts[1].high, 4)
    assert insight.read(metric, MARCH, by=Actor(ActorKind.EMPLOYEE, "x"), now=NOW).n == 0


def test_weeks_begin_on_monday_and_empty_ones_are_kept(lake: Lake) -> None:
    leeds = outlet("leeds")
    give(5, leeds, 3)
    give(1, leeds, 17)
    refresh(lake)
    series = insight.get_metric_series(
        metric="low_score_share", filters={"outlet": "Leeds"}, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 23),
        bucket="week", by=EVERYBODY, now=NOW,
    )  # fmt: skip
    assert [(point.starts_on.day, point.value, point.n) for point in series] == [
        (2, 0.0, 1),
        (9, None, 0),
        (16, 1.0, 1),
    ]


def test_the_records_behind_a_share_are_those_that_went_wrong(lake: Lake) -> None:
    leeds = outlet("leeds")
    give(5, leeds, 3)
    give(2, leeds, 4)
    refresh(lake)
    records = list_records(insight.get_metric("low_score_share"), MARCH, only_bad=True, by=EVERYBODY, now=NOW)
    assert [(record["score"], record["outlet"]) for record in records] == [(2.0, "Leeds")]


def buy(customer: Customer | None, day: int, number: str) -> None:
    """Somebody buys on a day of March."""
    Order.objects.create(
        number=number, channel="web", customer=customer, currency="GBP", recorded_at=NOW, source_key=number,
        placed_at=datetime(2026, 3, day, 10, tzinfo=UTC),
    )  # fmt: skip


def test_people_are_counted_not_orders_and_merged_ones_are_one(lake: Lake) -> None:
    people = [Customer.objects.create(number=f"N{n}", created_at=NOW) for n in range(3)]
    buy(people[0], 1, "a")
    buy(people[1], 2, "b")
    buy(people[2], 3, "c")
    buy(None, 4, "d")
    refresh(lake)
    metric = insight.get_metric("repeat_purchase_rate")
    assert insight.read(metric, MARCH, by=EVERYBODY, now=NOW).n == 3
    people[1].merged_into = people[0]
    people[1].save()
    refresh(lake)
    reading = insight.read(metric, MARCH, by=EVERYBODY, now=NOW)
    assert (reading.value, reading.n) == (0.5, 2)


def test_the_net_promoter_score_is_promoters_less_detractors(lake: Lake) -> None:
    leeds = outlet("leeds")
    for day, score in enumerate([10, 9, 8, 6, 10], start=1):
        give(score, leeds, day, scale="nps")
    refresh(lake)
    reading = insight.read(insight.get_metric("net_promoter_score"), MARCH, by=EVERYBODY, now=NOW)
    assert (reading.value, reading.n) == (40.0, 5)


def test_a_metric_is_split_only_by_what_it_knows(lake: Lake) -> None:
    with pytest.raises(insight.DimensionUnknown, match="shoe"):
        insight.read_by(insight.get_metric("low_score_share"), MARCH, dimension="shoe", by=EVERYBODY, now=NOW)
    with pytest.raises(insight.MetricNotFound, match="happiness"):
        insight.get_metric("happiness")


def test_a_target_is_in_force_from_its_day(lake: Lake) -> None:
    leeds = outlet("leeds")
    give(5, leeds, 20)
    give(5, leeds, 29)
    refresh(lake)
    for day, value in ((1, 0.2), (29, 0.1)):
        insight.set_target(metric="low_score_share", value=value, starts_on=date(2026, 3, day), by=EVERYBODY, now=NOW)
    (line,) = insight.list_scorecard(by=EVERYBODY, now=NOW, names=["low_score_share"])
    assert line.target == 0.1
    (earlier,) = insight.list_scorecard(by=EVERYBODY, now=NOW - timedelta(days=3), names=["low_score_share"])
    assert earlier.target == 0.2
