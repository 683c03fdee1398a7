"""An order that a shop system tells of within two days is live: announced, promised, and settled as it is told."""

from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.core.agreeing import agree
from shopkeeper.core.events import Announcement
from shopkeeper.core.ids import new_id
from shopkeeper.core.intake import RowsImported
from shopkeeper.core.models import Event
from shopkeeper.orders.contracts import ShopOrders
from shopkeeper.orders.handlers import welcome_what_shops_tell
from shopkeeper.orders.models import Order
from shopkeeper.orders.policies import SHOP_ORDERS
from shopkeeper.promises import public as promises
from tests.connectors.importing import BY, NOW
from tests.connectors.test_order_bodies import LINE, ORDER, take
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db
FRESH: dict[str, Any] = {
    **ORDER, "created_at": "2026-05-03T12:00:00Z", "fulfillments": [], "refunds": [], "financial_status": "paid",
}  # fmt: skip
SENT = {
    "id": 71, "status": "success", "created_at": "2026-05-04T08:00:00Z", "updated_at": "2026-05-04T08:30:00Z",
    "tracking_company": "Swift", "tracking_number": "TN1", "shipment_status": "delivered",
    "line_items": [{"id": LINE["id"], "quantity": 3}],
}  # fmt: skip


def hear(table: str = "order_details") -> None:
    told = RowsImported(table=table, source="shop", run_id="1", created=1, updated=0)
    welcome_what_shops_tell(Announcement(new_id(), told, "system", "imports", NOW, history=True))


def announced() -> list[bool]:
    """Whether each announcement of a placed order was history."""
    return list(Event.objects.filter(name="orders.order_placed").values_list("history", flat=True))


def promised() -> list[tuple[str, str, datetime]]:
    made = promises.list_promises_for_ref(f"order:{Order.objects.get().id}", now=NOW)
    return [(one.node, one.state.value, one.due_at) for one in made]


def test_a_fresh_order_is_announced_once_as_news_and_one_of_last_week_never(tmp_path: Path) -> None:
    take([FRESH, {**deepcopy(ORDER), "id": 6, "line_items": [{**LINE, "id": 12}], "fulfillments": [], "refunds": []}],
         "shopify", tmp_path)  # fmt: skip
    for _ in range(2):
        hear()
    assert announced() == [False]


def test_it_is_promised_as_the_retailer_says_that_shop_promises_and_kept_when_it_is_told_to_have_come(
    tmp_path: Path,
) -> None:
    agree(policy=SHOP_ORDERS, values=ShopOrders(promised_days=3), why="as their page says", by=BY, now=NOW)
    take(FRESH, "shopify", tmp_path)
    hear()
    [(node, state, due_at)] = promised()
    assert (node, state, due_at.date().isoformat()) == ("shop", "open", "2026-05-06")
    take({**FRESH, "fulfillments": [SENT]}, "shopify", tmp_path)
    hear("deliveries")
    assert [state for _node, state, _due in promised()] == ["kept"]


def test_without_a_word_of_days_nothing_is_promised(tmp_path: Path) -> None:
    take(FRESH, "shopify", tmp_path)
    hear()
    assert (promised(), announced()) == ([], [False])
    browser, order = sign_in(), f"/orders/{Order.objects.get().id}/"
    assert "No day was promised: nobody has said" in browser.get(order).content.decode()
    assert "1 order of another shop system promises its customer no day" in browser.get("/orders/").content.decode()
    agree(policy=SHOP_ORDERS, values=ShopOrders(promised_days=3), why="as their page says", by=BY, now=NOW)
    assert "No day was promised" not in browser.get(order).content.decode()


def test_what_is_canceled_there_is_not_promised_any_more(tmp_path: Path) -> None:
    agree(policy=SHOP_ORDERS, values=ShopOrders(promised_days=3), why="as their page says", by=BY, now=NOW)
    take(FRESH, "shopify", tmp_path)
    hear()
    take({**FRESH, "cancelled_at": "2026-05-04T07:00:00Z"}, "shopify", tmp_path)
    hear()
    assert [state for _node, state, _due in promised()] == ["withdrawn"]
