"""Rows of several tables are written by one statement, and as exactly as by Django's own."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from shopkeeper.catalog.models import Category, Product
from shopkeeper.core.writing import insert, insert_unless_known

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def product(sku: str, category: Category | None = None, **facts: object) -> Product:
    return Product(source_key=sku, recorded_at=NOW, sku=sku, name=f"{sku}, a “thing”", category=category, **facts)


def test_rows_of_several_tables_take_one_statement_and_are_read_back_as_they_were() -> None:
    lamps = Category(source_key="lamps", recorded_at=NOW, name="Lamps")
    wanted = [product("A", lamps, list_price=Decimal("12.50")), product("B", lamps), product("C")]
    with CaptureQueriesContext(connection) as asked:
        insert(*wanted, lamps)
    assert len(asked) == 1
    read = [(row.sku, row.name, row.list_price, row.category_id) for row in Product.objects.order_by("sku")]
    assert read == [
        ("A", "A, a “thing”", Decimal("12.50"), lamps.id), ("B", "B, a “thing”", None, lamps.id),
        ("C", "C, a “thing”", None, None),
    ]  # fmt: skip
    wanted[0].name = "Lamp"
    wanted[0].save()
    assert Product.objects.get(sku="A").name == "Lamp"


def test_a_value_that_is_too_long_is_refused_and_not_cut() -> None:
    with pytest.raises(DataError), transaction.atomic():
        insert(product("A", variant="x" * 500))
    assert not Product.objects.exists()


def test_what_is_known_is_not_written_again() -> None:
    assert insert_unless_known(product("A"))
    assert not insert_unless_known(product("A", list_price=Decimal(3)))
    assert Product.objects.get().list_price is None
