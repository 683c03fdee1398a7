"""What can be told follows from the tables that have rows, and so does which file would tell more."""

from pathlib import Path

import pytest

from shopkeeper.connectors.contracts import Given, Missing
from shopkeeper.connectors.knowledge import get_knowledge
from shopkeeper.core import intake
from shopkeeper.core.intake import get_table
from tests.connectors.importing import BY, import_rows

pytestmark = pytest.mark.django_db

OUTLETS = [{"source_key": "web", "name": "Web shop", "kind": "web_shop"}]
ORDERS = [{"source_key": "o1", "channel": "web", "outlet_key": "web", "currency": "GBP", "placed_at": "2026-03-01"}]
REVIEWS = [
    {"source_key": "f1", "kind": "review", "order_key": "o1", "scale": "stars", "score": 5, "occurred_at": "2026-03-04"}
]


def told() -> list[str]:
    return sorted(figure.metric for figure in get_knowledge(by=BY).told)


def missing(table: str) -> Missing:
    return next(entry for entry in get_knowledge(by=BY).missing if entry.table == table)


def test_without_rows_nothing_can_be_told() -> None:
    assert told() == []
    assert missing("feedback").gives[0] == Given("Low scores", ())


def test_reviews_alone_tell_how_satisfied_people_are_and_deliveries_would_explain_it(tmp_path: Path) -> None:
    import_rows(tmp_path, feedback=REVIEWS)
    assert told() == ["low_score_share", "review_score"]
    # Stars give no recommendations. The order that the review names is only seen: it gives no figure yet.
    assert missing("orders").gives == (
        Given("Pick-ups not found", ("outlets", "pickups")),
        Given("Refused after the order", ("cancellations", "order_lines", "products", "suppliers")),
        Given("Repeat purchase rate", ()),
        Given("Return rate", ("order_lines", "products", "returns")),
        Given("Revenue", ("order_lines",)),
    )
    assert len(missing("deliveries").explains) == 2


def test_each_file_adds_its_figures(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS)
    assert told() == ["repeat_purchase_rate"]
    parcel = {"source_key": "d1", "order_key": "o1", "promised_on": "2026-03-03", "delivered_at": "2026-03-02"}
    import_rows(tmp_path, deliveries=[parcel], feedback=REVIEWS)
    assert told() == ["low_score_share", "on_time_delivery", "repeat_purchase_rate", "review_score"]
    assert ("outlets", "every number by outlet and region, and who is responsible there") in get_knowledge(by=BY).also


def test_every_table_says_where_its_rows_go() -> None:
    assert [table.name for table in intake.list_tables() if not table.fills] == []
    orders = get_table("orders")
    assert orders
    assert orders.fills == "orders_order"
