"""Who comes to a door that is not theirs, or to nothing at all, reads why in words and finds a way on."""

import pytest

from tests.cast import with_cast
from tests.inventory.test_rest import Till

pytestmark = pytest.mark.django_db


def test_a_closed_door_says_in_words_what_the_role_does_not_open() -> None:
    refused = with_cast().sign_in("associate").post("/delivery/services/days-off/", {})
    assert refused.status_code == 403
    words = refused.content.decode()
    assert "Set up carriers’ services, prices, cut-offs, days off and capacity" in words.replace("&#x27;", "’")
    assert "delivery.manage_services" not in words


def test_machines_read_the_code_of_what_they_may_not_do() -> None:
    told = Till("orders.view_orders").get("/api/delivery/services").json()
    assert told["permission"] == "delivery.view_delivery"


def test_where_nothing_is_one_can_search() -> None:
    cast = with_cast()
    for address in ("/nothing/here/", "/orders/NOSUCH/"):
        page = cast.sign_in("agent").get(address)
        assert page.status_code == 404
        assert 'role="search"' in page.content.decode()
