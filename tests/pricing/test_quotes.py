"""What a basket costs: where, when, and what becomes of prices that moved since the cart."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError

from shopkeeper.catalog.models import Product
from shopkeeper.catalog.public import ProductNotFound
from shopkeeper.core.actors import system_actor
from shopkeeper.organization.models import Brand, Outlet
from shopkeeper.pricing import public as pricing
from shopkeeper.pricing.errors import PriceImpossible
from shopkeeper.pricing.models import Price
from shopkeeper.pricing.queries import list_prices
from tests.connectors.importing import import_rows
from tests.inventory.test_rest import Till

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
BY = system_actor("test")
DAY = timedelta(days=1)


def product(sku: str = "LAMP", list_price: str | None = "30.00", currency: str = "GBP") -> None:
    Product.objects.create(
        source_key=sku, recorded_at=NOW, sku=sku, name=sku.title(), list_price=list_price, currency=currency
    )


def outlet(code: str, brand: Brand | None = None) -> UUID:
    return Outlet.objects.create(
        source_key=code, recorded_at=NOW, code=code, name=code.title(), kind="store", brand=brand
    ).id  # fmt: skip


def price(amount: str, *, starts: datetime = NOW - DAY, ends: datetime | None = None, **where: object) -> None:
    Price.objects.create(
        source_key=f"{amount}{starts}{where}", recorded_at=NOW, product=Product.objects.get(sku="LAMP"),
        currency="GBP", amount=amount, starts_at=starts, ends_at=ends, **where,
    )  # fmt: skip


def ask(shown: str | None = None, at: datetime = NOW, outlet_id: UUID | None = None) -> str:
    wanted = pricing.Wanted("LAMP", 3, Decimal(shown) if shown else None)
    [line] = pricing.quote([wanted], currency="GBP", outlet_id=outlet_id, now=at).lines
    return f"{line.unit_price} {line.total} {line.fell_from or ''}".strip()


def test_without_a_price_list_the_products_own_price_holds() -> None:
    product()
    assert ask() == "30.00 90.00"


def test_a_price_holds_from_its_time_to_its_end() -> None:
    product()
    price("25.00", starts=NOW, ends=NOW + DAY)
    tick = timedelta(microseconds=1)
    assert [ask(at=at) for at in (NOW - tick, NOW, NOW + DAY - tick, NOW + DAY)] == [
        "30.00 90.00", "25.00 75.00", "25.00 75.00", "30.00 90.00",
    ]  # fmt: skip


def test_the_most_particular_price_holds() -> None:
    product()
    brand = Brand.objects.create(source_key="b", recorded_at=NOW, name="Wren")
    leeds, york, web = outlet("leeds", brand), outlet("york", brand), outlet("web")
    price("27.00")
    price("28.00", brand=brand)
    price("29.00", outlet_id=leeds, starts=NOW - 2 * DAY)
    price("29.50", outlet_id=leeds)
    assert [ask(outlet_id=at) for at in (leeds, york, web, None)] == [
        "29.50 88.50", "28.00 84.00", "27.00 81.00", "27.00 81.00",
    ]  # fmt: skip


def test_nobody_pays_more_than_they_were_shown() -> None:
    product()
    assert ask(shown="30.00") == "30.00 90.00"
    assert ask(shown="35.00") == "30.00 90.00 35.00"
    with pytest.raises(pricing.PriceRose) as refusal:
        ask(shown="29.99")
    assert refusal.value.facts == {"sku": "LAMP", "shown": Decimal("29.99"), "now": Decimal("30.00")}


def test_what_has_no_price_or_another_currency_is_not_sold() -> None:
    product("FREE", list_price=None)
    product("EURO", currency="EUR")
    for sku, refusal in (("FREE", pricing.NoPrice), ("EURO", pricing.CurrenciesMixed), ("NONE", ProductNotFound)):
        with pytest.raises(refusal):
            pricing.quote([pricing.Wanted(sku, 1)], currency="GBP", now=NOW)


def test_a_new_price_ends_the_one_before_it() -> None:
    product()
    for amount, starts in (("28", NOW - DAY), ("26", NOW + DAY)):
        pricing.set_price(sku="LAMP", amount=Decimal(amount), currency="GBP", starts_at=starts, by=BY, now=NOW)
    assert [(card.amount, card.ends_at) for card in list_prices("LAMP", now=NOW)] == [(28, NOW + DAY), (26, None)]
    for wrong in ({"amount": Decimal(-1)}, {"currency": "pounds"}, {"ends_at": NOW - DAY}):
        told = {"sku": "LAMP", "amount": Decimal(1), "currency": "GBP", "starts_at": NOW, **wrong}
        with pytest.raises(PriceImpossible):
            pricing.set_price(**told, by=BY, now=NOW)  # type: ignore[arg-type]


def test_the_database_refuses_a_price_that_ends_before_it_starts() -> None:
    product()
    with pytest.raises(IntegrityError):
        price("25", starts=NOW, ends=NOW - DAY)


def test_price_lists_come_from_files(tmp_path: Path) -> None:
    listed = {"sku": "LAMP", "currency": "GBP", "amount": "24.50", "starts_at": "2026-01-01"}
    rows = [
        {"source_key": "p1", **listed},
        {"source_key": "p2", **listed, "amount": "-1"},
        {"source_key": "p3", **listed, "ends_at": "2025-12-31"},
    ]
    items = [{"source_key": "LAMP", "sku": "LAMP", "name": "Lamp", "list_price": "30", "currency": "GBP"}]
    run = import_rows(tmp_path, products=items, prices=rows)
    assert [refusal.code for refusal in run.parts[-1].refusals] == ["ends_before_it_starts", "negative"]
    assert ask() == "24.50 73.50"


@pytest.mark.django_db(transaction=True)
def test_shops_ask_for_a_quote_by_rest() -> None:
    product()
    till = Till("pricing.view_prices", "pricing.set_prices")
    made = till.post("/api/prices", {"sku": "LAMP", "amount": "24.00", "currency": "GBP"})
    asked = till.post("/api/quotes", {"lines": [{"sku": "LAMP", "quantity": 2, "shown": "30.00"}]})
    assert (made.status_code, asked.json()["goods_total"]) == (201, "48.00")
    rose = till.post("/api/quotes", {"lines": [{"sku": "LAMP", "quantity": 2, "shown": "20.00"}]})
    assert (rose.status_code, rose.json()["type"]) == (409, "urn:shopkeeper:price_rose")
    assert till.post("/api/quotes", {"lines": [{"sku": "LAMP", "quantity": 0}]}).status_code == 422
    assert till.get("/api/prices/LAMP").json()[0]["amount"] == "24.0000"
