"""Who calls is found by name or telephone while the order is taken; nobody is sold to under a name that fits no one."""

import pytest

from shopkeeper.customers import public as customers
from shopkeeper.orders.models import Order
from tests.orders.book import ann
from tests.orders.test_phoned_for_companies import BASKET, at_the_phone

pytestmark = pytest.mark.django_db


def test_whoever_calls_is_found_by_name_and_chosen_by_one_button() -> None:
    client, offer = at_the_phone()
    card = customers.find_customer_card(ann().customer_id)
    assert card is not None
    shown = client.get("/orders/new/", BASKET | {"customer": "ann lee"}).content.decode()
    assert f'<button class="btn btn-small" name="customer" value="{card.number}">' in shown
    shown = client.get(f"/orders/new/?pieces:LAMP=1&postcode=LS1+4AB&customer=ann+lee&customer={card.number}")
    assert "For Ann Lee." in shown.content.decode()
    client.post("/orders/new/", BASKET | {"offer": offer, "method": "invoice", "key": "k1", "customer": card.number})
    assert Order.objects.get().customer_id == ann().customer_id


def test_a_name_that_was_not_chosen_sells_to_nobody() -> None:
    client, offer = at_the_phone()
    sent = BASKET | {"offer": offer, "method": "invoice", "key": "k1", "customer": "ann lee"}
    said = client.post("/orders/new/", sent)
    assert "Choose who orders, or leave the customer empty." in said.content.decode()
    assert not Order.objects.exists()
    assert "Nobody is found by that." in client.get("/orders/new/", BASKET | {"customer": "zzyzx"}).content.decode()


def test_a_parcel_needs_a_street_and_a_town() -> None:
    client, offer = at_the_phone()
    sent = BASKET | {"offer": offer, "method": "invoice", "key": "k1", "street": " "}
    said = client.post("/orders/new/", sent).content.decode()
    assert "Write down street, postcode and town: the parcel goes there." in said
    assert not Order.objects.exists()
    client.post("/orders/new/", sent | {"street": "1 High Street"})
    assert Order.objects.get().ship_street == "1 High Street"


def test_the_caller_need_not_spell_where_their_last_order_went_and_hears_what_it_costs_in_all() -> None:
    client, offer = at_the_phone()
    card = customers.find_customer_card(ann().customer_id)
    assert card is not None
    before = {"offer": offer, "method": "invoice", "key": "k1", "customer": card.number}
    client.post("/orders/new/", BASKET | before)
    shown = client.get("/orders/new/", {"pieces:LAMP": 1, "customer": card.number}).content.decode()
    assert ('name="street" value="1 High Street"' in shown, "£33.00 in all" in shown) == (True, True)
