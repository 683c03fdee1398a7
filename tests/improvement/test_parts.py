"""The part of a metric that a problem is about is chosen from what the figures hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from shopkeeper.core.database import current_url
from shopkeeper.core.models import User
from shopkeeper.engines.datasets import get_data_set
from shopkeeper.engines.lake import Lake
from shopkeeper.engines.warehouse.duckdb_warehouse import DuckDBWarehouse
from shopkeeper.feedback.models import Feedback
from shopkeeper.insight.warehouse import use_warehouse
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Outlet
from shopkeeper.organization.public import Role
from tests.improvement.scene import NOW, SYSTEM, WEEK, employ

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leeds and York were each given a score last week."""
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    for name in ("Leeds", "York"):
        store = Outlet.objects.create(code=name, name=name, kind="store", source_key=name, recorded_at=NOW)
        Feedback.objects.create(
            kind="survey", scale="csat", score=2, outlet=store, occurred_at=NOW - WEEK, recorded_at=NOW, source_key=name
        )
    warehouse = DuckDBWarehouse(tmp_path)
    use_warehouse(warehouse)
    for data_set in ("feedback_facts", "customer_survivors"):
        Lake(tmp_path).refresh(get_data_set(data_set), current_url(), now=NOW)
    yield
    use_warehouse(None)
    warehouse.close()


@pytest.mark.usefixtures("_figures")
def test_lists_hold_what_there_is_and_what_was_chosen_before() -> None:
    sam, address = employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER), "sam@example.org"
    organization.give_sign_in(employee_id=sam.id, email=address, password=None, by=SYSTEM, now=NOW)
    client = Client()
    client.force_login(User.objects.get(email=address))
    asked = {"metric": "low_score_share", "filters": ["outlet=Leeds", "moon=full"]}
    lists = client.get("/problems/new/parts/", asked).content.decode()
    assert (lists.count("<select"), lists.count('<optgroup label="Store">')) == (2, 2)
    assert (lists.count('<option value="outlet=Leeds" selected>Leeds</option>'), lists.count("York</option>")) == (1, 2)
    assert "moon" not in lists
