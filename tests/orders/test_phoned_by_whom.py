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
