"""Staff take an order from a caller who buys for a company: which one, and which one pays."""

from datetime import time
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.test import Client

from shopkeeper.accounts import public as accounts
from shopkeeper.accounts.models import Company
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.errors import CompanyNotFound
from shopkeeper.orders.models import Order
from shopkeeper.orders.queries import list_companies_of
from tests.cast import with_cast
from tests.orders.book import BY, NOW, ann
from tests.orders.shop import assert_stock_adds_up, free, open_stocked_shop, place

pytestmark = pytest.mark.django_db
BASKET = {"pieces:LAMP": 1, "shown:LAMP": "30.00", "postcode": "LS1 4AB", "city": "Leeds", "name": "Ann Lee",
          "street": "1 High Street"}  # fmt: skip


def company(name: str, number: str, **facts: str) -> UUID:
    return Company.objects.create(source_key=number, recorded_at=NOW, number=number, name=name, **facts).id


def at_the_phone() -> tuple[Client, str]:
    """Somebody of the contact center with a basket that can be sent; gives the offer, too."""
    open_stocked_shop(leeds=(9, 9))
    spec = delivery.ServiceSpec(
        code="standard", carrier="swift", name="Standard", kind=delivery.ServiceKind.STANDARD,
        rates=(delivery.RateSpec(price=Decimal(3), currency="GBP"),), cut_offs=(delivery.CutOffSpec(at=time(23, 59)),),
    )  # fmt: skip
    delivery.set_service(spec=spec, by=BY, now=NOW)
    client = with_cast().sign_in("agent")
    page = client.get("/orders/new/", BASKET).content.decode()
    return client, page.split('name="offer" value="')[1].split('"')[0]


def test_companies_are_found_by_their_number_or_a_part_of_their_name() -> None:
    hotel, group = company("Moor Hotel", "C-1", city="York"), company("Dales Hotel Group", "C-2")
    company("", "C-3")
    assert [card.id for card in accounts.list_companies("hotel")] == [group, hotel]
    assert accounts.list_companies("c-1") == [accounts.CompanyCard(hotel, "C-1", "Moor Hotel", "York")]
    assert (accounts.list_companies("C-3"), accounts.list_companies("")) == ([], [])


def test_staff_place_an_order_of_a_caller_for_a_company_that_another_one_pays() -> None:
    client, offer = at_the_phone()
    hotel, group = company("Moor Hotel", "C-1"), company("Dales Group", "C-2")
    page = client.get("/orders/new/", BASKET | {"company": "C-1", "paid_by": "dales"}).content.decode()
    chosen = [f'<option value="{one}" selected>{name}</option>' for one, name in (
        (hotel, "Moor Hotel (C-1)"), (group, "Dales Group (C-2)"),
    )]  # fmt: skip
    assert [page.count(option) for option in chosen] == [1, 1]
    sent = BASKET | {"offer": offer, "method": "invoice", "key": "k1", "account": str(hotel), "payer": str(group)}
    client.post("/orders/new/", sent)
    order = Order.objects.get()
    assert (order.account_id, order.payer_id, order.customer_id) == (hotel, group, None)
    page = client.get(f"/orders/{order.id}/").content.decode()
    assert ("Moor Hotel" in page, "paid by Dales Group" in page) == (True, True)
    client.post("/orders/new/", sent | {"key": "k2", "payer": ""})
    assert Order.objects.exclude(pk=order.pk).get().payer_id == hotel


def test_a_caller_without_a_company_orders_for_themselves() -> None:
    client, offer = at_the_phone()
    assert "Who buys" not in client.get("/orders/new/", BASKET).content.decode()
    assert "No company is called that" in client.get("/orders/new/", BASKET | {"company": "Nowhere"}).content.decode()
    client.post("/orders/new/", BASKET | {"offer": offer, "method": "invoice", "key": "k1", "account": "", "payer": ""})
    order = Order.objects.get()
    assert (order.account_id, order.payer_id) == (None, None)


def test_the_companies_for_which_a_caller_ordered_before_are_offered_the_latest_first() -> None:
    client, _offer = at_the_phone()
    hotel, group = company("Moor Hotel", "C-1"), company("Dales Group", "C-2")
    place(("LAMP", 1), key="one", account_id=group)
    place(("LAMP", 1), key="two", account_id=hotel, payer_id=group)
    Order.objects.filter(source_key="one").update(placed_at=NOW.replace(hour=1))
    person = ann()
    assert list_companies_of([person.customer_id]) == [hotel, group]
    number = Order.objects.select_related("customer").first().customer.number  # type: ignore[union-attr]
    page = client.get("/orders/new/", BASKET | {"customer": number}).content.decode()
    assert page.index(f'<option value="{hotel}">') < page.index(f'<option value="{group}">')
    assert "The caller themselves" in page


def test_a_company_that_nobody_knows_cannot_buy_or_pay() -> None:
    client, offer = at_the_phone()
    hotel, nobody = company("Moor Hotel", "C-1"), uuid4()
    sent = BASKET | {"offer": offer, "method": "invoice", "key": "k1", "account": str(hotel)}
    for payer in (str(nobody), "not a key"):
        said = client.post("/orders/new/", sent | {"payer": payer}, follow=True).content.decode()
        assert f"There is no company “{payer}”." in said
        assert f'<option value="{hotel}" selected>' in said
    with pytest.raises(CompanyNotFound, match=str(nobody)):
        place(("LAMP", 1), account_id=hotel, payer_id=nobody)
    assert not Order.objects.exists()
    assert free() == {"leeds": 9}
    assert_stock_adds_up()
