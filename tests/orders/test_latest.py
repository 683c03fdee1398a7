"""A clerk leafs through the book: newest first, by what became of the pieces and by channel, page by page."""

from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.interactions.public import Channel
from shopkeeper.orders import public as orders
from shopkeeper.orders.queries.latest import Latest, Stage, list_latest_orders
from tests.cast import with_cast
from tests.orders.book import BY, clerk, get, hour, line, open_shop, outlet, parcel, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def book() -> dict[str, orders.OrderCard]:
    """Three of the web and two sales at a till, an hour apart; two of the web ones have left, one piece came back."""
    open_shop()
    placed = {
        name: place(line("LAMP", 2), number=name, channel=channel, at=hour(n), **told)
        for n, (name, channel, told) in enumerate((
            ("waits", "web", {}),
            ("on its way", "web", {}),
            ("sold", "store", {"taken_home": True, "outlet_id": outlet("leeds")}),
            ("half canceled", "web", {}),
            ("came back", "store", {"taken_home": True, "outlet_id": outlet("york")}),
        ))
    }  # fmt: skip
    left = placed["on its way"]
    orders.ship_order(order_id=left.id, parcel_id=parcel(left), tracking_number="", at=hour(9), by=BY, now=hour(9))
    [lamp] = placed["half canceled"].lines
    orders.cancel_line(line_id=lamp.id, quantity=1, reason_code="", by=BY, now=hour(9))
    [lamp] = placed["came back"].lines
    orders.return_pieces(line_id=lamp.id, quantity=1, reason_code="", at=hour(9), by=BY, now=hour(9))
    return {name: get(card.id) for name, card in placed.items()}


def numbers(asked: Latest, *, limit: int = 9) -> list[str]:
    return [card.number for card in list_latest_orders(asked, by=BY, limit=limit)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Latest(), ["came back", "half canceled", "sold", "on its way", "waits"]),
        (Latest(stage=Stage.TO_SEND), ["half canceled", "waits"]),
        (Latest(stage=Stage.UNDER_WAY), ["on its way"]),
        (Latest(stage=Stage.CAME_BACK), ["came back"]),
        (Latest(stage=Stage.CANCELED), ["half canceled"]),
        (Latest(channel=Channel.STORE), ["came back", "sold"]),
        (Latest(channel=Channel.WEB, stage=Stage.TO_SEND), ["half canceled", "waits"]),
        (Latest(channel=Channel.PHONE), []),
    ],
)
def test_narrowed_to_a_stage_and_a_channel(book: dict[str, orders.OrderCard], asked: Latest, found: list[str]) -> None:
    assert numbers(asked) == found


def test_leafed_through_nothing_is_left_out_and_nothing_shown_twice(book: dict[str, orders.OrderCard]) -> None:
    place(line("LAMP", 1), number="same moment", at=book["sold"].placed_at)
    seen: list[str] = []
    last: UUID | None = None
    while page := list_latest_orders(Latest(before=last), by=BY, limit=2):
        seen += [card.number for card in page]
        last = page[-1].id
    assert seen == numbers(Latest())
    assert len(set(seen)) == 6


def test_a_clerk_leafs_through_the_orders_of_their_store(book: dict[str, orders.OrderCard]) -> None:
    assert [card.number for card in list_latest_orders(by=clerk("leeds"), limit=9)] == ["sold"]


def test_on_the_page_and_by_rest(book: dict[str, orders.OrderCard]) -> None:
    client: Client = with_cast().sign_in("chief_customer_officer")
    page = client.get("/orders/", {"stage": "to_send", "channel": "web"}).content.decode()
    assert "half canceled" in page
    assert "on its way" not in page.split("<tbody>")[1].replace("partly on its way", "")
    assert "None of these" in client.get("/orders/", {"channel": "phone"}).content.decode()
    assert "waits" in client.get("/orders/", {"stage": "nonsense", "before": "nobody"}).content.decode()
