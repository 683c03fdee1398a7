"""An id that was merged, a number of then and a card that was replaced still lead to the person, at every door."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.models import Customer
from shopkeeper.customers.queries.search import search_customers
from tests.cast import with_cast
from tests.customers.test_rest import Machine
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
JO = {"source": "web", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test"}
JOANNA = {"source": "loyalty", "source_key": "2", "full_name": "Joanna Reed", "card_number": "7000 0000 4711"}
NEW_CARD = {**JOANNA, "card_number": "7000 0000 8822"}


@pytest.fixture
def merged() -> tuple[Customer, Customer]:
    """Who lives on, and who was merged into them."""
    take_in("customers", [JO, JOANNA], now=NOW)
    one, other = (customers.find_customer_of_record(*key) for key in (("web", "1"), ("loyalty", "2")))
    assert one is not None
    assert other is not None
    survivor = merge_customers(one=one, other=other, by=BY, now=NOW)
    return Customer.objects.get(pk=survivor), Customer.objects.get(pk=other if survivor == one else one)


def found(asked: str) -> list[UUID]:
    return [hit.card.id for hit in search_customers(asked, by=BY)]


def read(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text().splitlines()))


def test_an_old_id_and_an_old_number_are_found(merged: tuple[Customer, Customer]) -> None:
    survivor, gone = merged
    assert found(gone.number.lower()) == found(str(gone.id)) == found(str(survivor.id)) == [survivor.id]
    assert found("0198f7a0-0000-7000-8000-000000000000") == []


def test_a_card_that_was_replaced_is_found_as_the_new_one_is(merged: tuple[Customer, Customer]) -> None:
    take_in("customers", [NEW_CARD], now=NOW)
    assert found("700000004711") == found("4711") == found("7000 0000 8822") == [merged[0].id]


def test_nobody_is_found_by_the_old_card_of_somebody_who_was_erased(merged: tuple[Customer, Customer]) -> None:
    take_in("customers", [NEW_CARD], now=NOW)
    erase_customer(customer_id=merged[0].id, by=BY, now=NOW)
    assert found("700000004711") == found(merged[1].number) == found(str(merged[1].id)) == []


def test_page_and_machine_take_either(merged: tuple[Customer, Customer]) -> None:
    survivor, gone = merged
    steward, machine = with_cast().sign_in("data_steward"), Machine().client
    for key in (gone.number, gone.id):
        assert "Reed" in steward.get(f"/customers/{key}/", follow=True).content.decode()
        told = machine.get(f"/api/customers/{key}").json()
        assert told["customer"]["id"] == str(survivor.id)
        assert set(told["ids"]) == {str(survivor.id), str(gone.id)}


def test_who_keeps_an_older_list_gets_what_was_merged_beside_the_links(
    merged: tuple[Customer, Customer], tmp_path: Path
) -> None:
    survivor, gone = merged
    links, old = tmp_path / "links.csv", tmp_path / "merged.csv"
    done = CliRunner().invoke(commands, ["links", "--output", str(links), "--merged", str(old)])
    assert done.exit_code == 0
    assert {row["customer_id"] for row in read(links)} == {str(survivor.id)}
    assert read(old) == [{"merged_id": str(gone.id), "customer_id": str(survivor.id)}]
    erase_customer(customer_id=survivor.id, by=BY, now=NOW)
    CliRunner().invoke(commands, ["links", "--output", str(links), "--merged", str(old)])
    assert read(old) == []
