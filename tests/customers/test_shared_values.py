"""A source that suddenly sends one value for everybody joins nobody: somebody is told, and what it joined is parted."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.core.work import list_work
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.actions.training import train_model
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.models import Link, SharedValue
from shopkeeper.customers.queries.shared_values import list_hot_values
from tests.cast import with_cast
from tests.customers.population import make_town
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")


def nameless(first: int, count: int, **shared: str) -> list[dict[str, object]]:
    """Records without a name that have one value in common and a street of their own."""
    return [
        {"source": "till", "source_key": str(n), "street": f"{n} Mill Lane", "city": "York", **shared}
        for n in range(first, first + count)
    ]


def people() -> int:
    return len(set(Link.objects.filter(ends_at=None, record__source="till").values_list("customer_id", flat=True)))


@pytest.mark.parametrize("shared", [{"email": "shop@mail.test"}, {"card_number": "4000 1111"}], ids=["e-mail", "card"])
def test_one_value_for_forty_without_a_name_makes_nobody_one(shared: dict[str, str]) -> None:
    take_in("customers", nameless(0, 40, **shared), now=NOW)
    assert people() == 40
    [value] = list_hot_values()
    assert (value.value, value.records, value.names, value.customers) == (*shared.values(), 40, 0, 40)


def test_a_guest_who_comes_again_and_again_is_one() -> None:
    take_in("customers", nameless(0, 12, email="guest@mail.test"), now=NOW)
    assert people() == 1
    assert not SharedValue.objects.exists()


def test_what_such_a_value_joined_before_it_was_noticed_is_taken_apart_at_night() -> None:
    records, _ = make_town(120)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    take_in("customers", nameless(0, 20, email="shop@mail.test"), now=NOW)
    assert people() == 1
    take_in("customers", nameless(20, 20, email="shop@mail.test"), now=NOW)
    train_model(by=BY, now=NOW)
    relink(by=BY, now=NOW)
    assert people() == 40


def test_values_that_came_one_by_one_are_noticed_at_night() -> None:
    records, _ = make_town(120)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    take_in("customers", nameless(0, 40, email="shop@mail.test"), now=NOW)
    SharedValue.objects.all().delete()
    train_model(by=BY, now=NOW)
    relink(by=BY, now=NOW)
    assert [value.value for value in list_hot_values()] == ["shop@mail.test"]
    assert people() == 40


def test_the_steward_has_it_in_the_list_and_sees_it_on_a_page_and_by_command() -> None:
    cast = with_cast()
    steward = cast.actor("data_steward")
    take_in("customers", nameless(0, 40, email="shop@mail.test"), now=clock.now())
    titles = [item.title for item in list_work(by=steward, now=clock.now()) if item.kind == "shared_values"]
    assert titles == ["Mend one e-mail address that till sends for everybody"]
    page = cast.sign_in("data_steward").get("/customers/shared-values/").content.decode()
    assert "shop@mail.test" in page
    told = CliRunner().invoke(commands, ["hot-values"], catch_exceptions=False).output
    assert told == "e-mail address  shop@mail.test  40 records of 0 names and 40 customers, from till\n"


def test_without_such_values_the_page_says_so() -> None:
    assert (
        "Every value is somebody"
        in with_cast().sign_in("data_steward").get("/customers/shared-values/").content.decode()
    )
