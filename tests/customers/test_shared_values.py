"""A source that suddenly sends one value for everybody joins nobody: somebody is told, and what it joined is parted."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import Client

from shopkeeper.catalog.models import Product
from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.work import list_work
from shopkeeper.customers.actions.noticing import let_go_of_values, notice_shared_values
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.contracts import RecordData
from shopkeeper.customers.models import Link, SharedValue, SourceRecord
from shopkeeper.customers.public import record_person
from shopkeeper.customers.queries.shared_values import list_hot_values
from shopkeeper.interactions.public import Channel
from shopkeeper.orders.public import NewLine, NewOrder, record_order
from tests.cast import with_cast
from tests.customers.population import make_town
from tests.customers.trained import train_for_use
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


@pytest.mark.parametrize(
    "shared",
    [{"email": "shop@mail.test"}, {"card_number": "4000 1111"}, {"phone": "01904 555 010"}],
    ids=["e-mail", "card", "telephone"],
)
def test_one_value_for_forty_without_a_name_makes_nobody_one(shared: dict[str, str]) -> None:
    take_in("customers", nameless(0, 40, **shared), now=NOW)
    assert people() == 40
    [value] = list_hot_values()
    assert (value.value, value.records, value.names, value.customers) == (*shared.values(), 40, 0, 40)


def test_a_telephone_without_a_name_joins_nobody_before_it_is_noticed_either() -> None:
    take_in("customers", nameless(0, 12, phone="01904 555 010"), now=NOW)
    assert people() == 12
    assert not SharedValue.objects.exists()


def spread(kind: str, value: str, names: int, nameless: int) -> list[dict[str, str]]:
    """Records of so many names and so many without one that hold a value, the one that tips the scale last."""
    named = [{"full_name": f"{'ABCDE'[n]}lin Reed", kind: value} for n in range(names)]
    unnamed = [{"city": "York", "street": f"{n} Mill Lane", kind: value} for n in range(nameless)]
    return [*unnamed, *named] if names > 2 else [*named, *unnamed]


HELD = [
    ("email", 4, 0), ("email", 5, 0), ("email", 2, 30), ("email", 2, 31), ("phone", 5, 1), ("phone", 4, 3),
    ("phone", 0, 31), ("card_number", 1, 31), ("card_number", 5, 29), ("person_key", 0, 33), ("person_key", 5, 0),
]  # fmt: skip
"""Kind of value, by how many names it is held, and by how many records without one; seven of these are nobody's."""


def test_alone_in_a_file_and_at_night_the_same_values_are_noticed() -> None:
    records, _ = make_town(120)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    train_for_use(by=BY, now=NOW)
    groups = [spread(kind, f"mail{n}@shop.test" if kind == "email" else f"0190455501{n:02}", names, unnamed)
              for n, (kind, names, unnamed) in enumerate(HELD)]  # fmt: skip
    keyed = [[{"source": "till", "source_key": f"{n}.{m}", **said} for m, said in enumerate(group)]
             for n, group in enumerate(groups)]  # fmt: skip
    point = transaction.savepoint_create()
    take_in("customers", [row for group in keyed for row in group], now=NOW)
    in_a_file = noticed()
    SharedValue.objects.all().delete()
    notice_shared_values(by=BY, now=NOW)
    at_night = noticed()
    transaction.savepoint_rollback(point)
    take_in("customers", [row for group in keyed for row in group[:-1]], now=NOW)
    before = noticed()
    for group in keyed:
        record_person(data=RecordData(**group[-1]), by=BY, now=NOW)
    assert in_a_file == at_night == noticed()
    assert (len(before), len(noticed())) == (0, 7)


def noticed() -> set[tuple[str, int, int]]:
    return set(SharedValue.objects.values_list("kind", "digest", "names"))


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
    train_for_use(by=BY, now=NOW)
    relink(by=BY, now=NOW)
    assert people() == 40


def test_values_that_came_one_by_one_are_noticed_at_night() -> None:
    records, _ = make_town(120)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    take_in("customers", nameless(0, 40, email="shop@mail.test"), now=NOW)
    SharedValue.objects.all().delete()
    train_for_use(by=BY, now=NOW)
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


def test_a_value_that_was_mended_at_its_source_counts_again() -> None:
    steward = with_cast().actor("data_steward")
    held = nameless(0, 40, email="shop@mail.test")
    take_in("customers", held, now=clock.now())
    assert let_go_of_values(by=BY, now=clock.now()) == 0
    take_in("customers", [{**row, "email": f"{row['source_key']}@mail.test"} for row in held[:10]], now=clock.now())
    take_in("customers", nameless(40, 2, email="shop@mail.test"), now=clock.now())
    assert people() == 42, "thirty-two still hold it, so it counts for nobody"
    [value] = list_hot_values()
    assert (value.value, value.records) == ("shop@mail.test", 32), "also where the first that held it was mended"
    take_in("customers", [{**row, "email": f"{row['source_key']}@mail.test"} for row in held[10:]], now=clock.now())
    assert let_go_of_values(by=BY, now=clock.now()) == 1
    assert not [item for item in list_work(by=steward, now=clock.now()) if item.kind == "shared_values"]
    take_in("customers", nameless(42, 1, email="shop@mail.test"), now=clock.now())
    assert people() == 42, "the new one is somebody who held it before"


def test_a_steward_lets_what_was_mended_count_again_at_once_and_nothing_else() -> None:
    steward = with_cast().sign_in("data_steward")
    held = nameless(0, 40, email="shop@mail.test")
    take_in("customers", held, now=clock.now())
    page = steward.post("/customers/shared-values/release/", follow=True).content.decode()
    assert "None of them was mended yet" in page
    assert "What they joined before is taken apart once a model is in force." in page
    assert [value.value for value in list_hot_values()] == ["shop@mail.test"]
    take_in("customers", [{**row, "email": f"{row['source_key']}@mail.test"} for row in held[10:]], now=clock.now())
    page = steward.post("/customers/shared-values/release/", follow=True).content.decode()
    assert "1 value counts again." in page
    assert "Every value is somebody" in page
    assert list_hot_values() == []


def test_who_does_not_decide_who_is_who_lets_no_value_go() -> None:
    marketing = with_cast().sign_in("marketing_manager")
    held = nameless(0, 40, email="shop@mail.test")
    take_in("customers", held, now=clock.now())
    take_in("customers", [{**row, "email": f"{row['source_key']}@mail.test"} for row in held[10:]], now=clock.now())
    assert "Look again now" not in marketing.get("/customers/shared-values/").content.decode()
    assert marketing.post("/customers/shared-values/release/").status_code == 403
    assert [value.value for value in list_hot_values()] == ["shop@mail.test"]


def test_machines_read_such_values() -> None:
    take_in("customers", nameless(0, 40, email="shop@mail.test"), now=NOW)
    key = create_api_key(name="test", permissions=("customers.view_quality",), by=BY, now=NOW)
    [value] = Client(headers={"Authorization": f"Bearer {key}"}).get("/api/customers/shared-values").json()
    assert "holders" not in value
    told = ("kind", "value", "sources", "records", "names", "customers")
    assert [value[name] for name in told] == ["email", "shop@mail.test", ["till"], 40, 0, 40]


def test_without_such_values_the_page_says_so() -> None:
    assert (
        "Every value is somebody"
        in with_cast().sign_in("data_steward").get("/customers/shared-values/").content.decode()
    )


def test_the_page_says_since_when_a_value_is_typed_and_where_its_holders_were_first_served() -> None:
    cast = with_cast()
    Product.objects.create(source_key="LAMP", recorded_at=NOW, sku="LAMP", name="Brass lamp")
    made = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    take_in("customers", [row | {"published_at": made} for row in nameless(0, 40, phone="01904 555 010")], now=NOW)
    records = list(SourceRecord.objects.order_by("source_key"))
    for number, record in enumerate(records[:3]):
        outlet = cast.outlets["LDS" if number < 2 else "YRK"]
        order = NewOrder(
            number=f"T{number}", channel=Channel.STORE, currency="GBP", placed_at=NOW, record_id=record.id,
            lines=(NewLine(sku="LAMP", quantity=1, unit_price=Decimal(9)),), outlet_id=outlet,
        )  # fmt: skip
        record_order(order=order, by=BY, now=NOW)

    page = cast.sign_in("data_steward").get("/customers/shared-values/").content.decode()

    assert "since 1 March 2026" in page
    assert "First served in <b>Leeds</b> 2, <b>York</b> 1" in page
