"""An order that a shop system tells of within two days is live: announced, promised, and settled as it is told."""

from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from shopkeeper.core.agreeing import agree
from shopkeeper.core.events import Announcement
from shopkeeper.core.ids import new_id
from shopkeeper.core.intake import RowsImported
from shopkeeper.core.models import Event
from shopkeeper.messages.models import Message
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.contracts import ParcelNews, ShopOrders
from shopkeeper.orders.handlers import welcome_what_shops_tell
from shopkeeper.orders.models import Cancellation, Order
from shopkeeper.orders.policies import PARCEL_NEWS, SHOP_ORDERS
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


def letters() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("id").values_list("template__code", "ref"))


def test_customers_of_another_shop_are_told_of_their_parcels_once_where_that_is_ours(tmp_path: Path) -> None:
    agree(
        policy=PARCEL_NEWS, values=ParcelNews(other_shops=True, arrived=True), why="that shop is silent", by=BY, now=NOW
    )
    on_its_way = {**SENT, "shipment_status": "in_transit"}
    take({**FRESH, "fulfillments": [on_its_way]}, "shopify", tmp_path)
    for _ in range(2):
        hear()
        hear("deliveries")
    assert [code for code, _ref in letters()] == ["parcel_left"]
    body = Message.objects.get().body
    assert ("Parcel number: TN1" in body, "/track/" in body) == (True, True)
    take({**FRESH, "fulfillments": [SENT]}, "shopify", tmp_path)
    for _ in range(2):
        hear("deliveries")
    assert [code for code, _ref in letters()] == ["parcel_left", "parcel_arrived"]


def test_nobody_is_told_of_parcels_of_another_shop_unless_the_retailer_says_so(tmp_path: Path) -> None:
    take({**FRESH, "fulfillments": [{**SENT, "shipment_status": "in_transit"}]}, "shopify", tmp_path)
    hear()
    hear("deliveries")
    assert letters() == []


def test_by_its_link_an_order_of_another_shop_is_not_canceled_since_that_shop_would_send_it(tmp_path: Path) -> None:
    take(FRESH, "shopify", tmp_path)
    order, browser = Order.objects.get(), Client()
    path = f"/order/{sign_order(order.id)}/"
    assert "I do not want it any more" not in browser.get(path).content.decode()
    said = browser.post(f"{path}cancellation/", {}, follow=True).content.decode()
    assert "This order was placed in another system" in said
    assert not Cancellation.objects.exists()
