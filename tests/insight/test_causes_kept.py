"""What goes wrong and what went wrong are two lists, and what is over costs what it cost."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.core.models import User
from shopkeeper.insight.actions.causes import record_analysis
from shopkeeper.insight.contracts import Window
from shopkeeper.insight.models import Cause
from shopkeeper.insight.queries.causes import list_causes
from shopkeeper.insight.queries.losses import LossEach
from shopkeeper.insight.queries.readings import get_metric
from shopkeeper.insight.rules.causes import Analysis, Kind, search
from shopkeeper.organization.models import Employee
from shopkeeper.organization.public import Role, give_role, give_sign_in
from tests.insight.rules.causes.worlds import World, even

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
BY = system_actor("test")


@pytest.fixture(scope="module")
def found() -> Analysis:
    """Three weeks in which carrier 1 came late, long over."""
    world = World(shares={"carrier": even("carrier", 3)}, days=300, daily=60, base=0.05)
    world.risk = lambda fact, at: 7 if 200 <= at < 221 and fact["carrier"] == "carrier 1" else 1
    return search(world.facts(1))


@pytest.fixture
def kept(found: Analysis) -> Cause:
    """The one cause of it, kept."""
    record_analysis(
        metric=get_metric("on_time_delivery"), window=Window(date(2025, 1, 1), date(2025, 10, 28)), found=found,
        drivers=[], loss=LossEach(10.0, 5.0, 20.0, 100), hurt={id(cause): (7, 5) for cause in found.causes},
        by=BY, now=NOW,
    )  # fmt: skip
    return Cause.objects.get()


def test_what_is_over_costs_what_it_cost_and_not_that_every_year(kept: Cause) -> None:
    assert kept.kind == Kind.EPISODE
    assert kept.money == pytest.approx(10 * (kept.bad - kept.expected))


def test_what_is_over_is_asked_for_by_itself(kept: Cause) -> None:
    assert list_causes(by=BY) == []
    [card] = list_causes(by=BY, is_over=True)
    assert (card.id, card.until_on) == (kept.id, kept.until_on)


def test_the_page_shows_what_is_over_below_what_goes_wrong(kept: Cause) -> None:
    ruth = Employee.objects.create(name="Ruth Adeyemi", source_key="ruth", recorded_at=NOW)
    give_role(employee_id=ruth.id, role=Role.CHIEF_CUSTOMER_OFFICER, starts_on=date(2025, 1, 1), by=BY, now=NOW)
    give_sign_in(employee_id=ruth.id, email="ruth@example.org", password=None, by=BY, now=NOW)
    client = Client()
    client.force_login(User.objects.get(email="ruth@example.org"))
    page = client.get("/causes/").content.decode()
    assert 'id="worse"' not in page
    assert str(kept.id) in page.split('id="over"')[1]
