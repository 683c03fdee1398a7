"""The demo's suppliers deliver about as agreed, but for what one of them sends to customers."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from shopkeeper.catalog.public import ProductCard
from shopkeeper.demo.scenario import read_scenario
from shopkeeper.demo.supplying import _DAYS_BEFORE, _DAYS_SINCE, plan_past_deliveries
from shopkeeper.inventory.public import LeadTime, measure_lead_time

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_past_deliveries_took_no_longer_than_agreed() -> None:
    scenario = read_scenario()
    cards = [ProductCard(UUID(int=1), "L-1", "Lamp", supplier=scenario.suppliers["brightwell"].name)]
    rows = plan_past_deliveries(cards, {"brightwell": 3}, scenario, 1, NOW)
    took = [date.fromisoformat(row["received_on"]) - date.fromisoformat(row["ordered_on"]) for row in rows]
    assert (len(rows), max(took)) == (16, timedelta(days=3))
    assert {row["location_code"] for row in rows} <= scenario.warehouses.keys()


def test_parcels_leave_in_three_days_as_agreed_and_since_the_trouble_nine_in_ten_in_eight() -> None:
    assert measure_lead_time(_DAYS_BEFORE * 5, agreed=3) == LeadTime(3, 20, 2, 3)
    assert measure_lead_time(_DAYS_SINCE, agreed=3) == LeadTime(3, 20, 3, 8)
