"""People whom merges of older versions lost, since each was merged into the other, are found again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.lost import bring_back_lost
from shopkeeper.customers.actions.merging import merge_customers, unmerge_customer
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.models import Customer, Merge, Profile
from shopkeeper.customers.queries.lost import list_lost
from shopkeeper.customers.rules.merges import list_closing
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
A, B, C = (UUID(int=n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("merges", "closing"),
    [
        ([(A, B), (B, A)], [1]),
        ([(A, B), (B, C)], []),
        ([(A, B), (B, C), (C, A)], [2]),
        ([(B, A), (A, B), (C, A)], [1]),
        ([], []),
    ],
)
def test_of_merges_in_a_ring_the_last_one_closes_it(merges: list[tuple[UUID, UUID]], closing: list[int]) -> None:
    assert list_closing((place, *pair) for place, pair in enumerate(merges)) == closing


@pytest.fixture
def crossed() -> tuple[UUID, UUID, UUID]:
    """Ann and Ben were merged into each other; Cy had been merged into Ann before."""
    take_in("customers", [{"source_key": name, "full_name": name} for name in ("Ann", "Ben", "Cy")], now=NOW)
    ann, ben, cy = (
        found for name in ("Ann", "Ben", "Cy") if (found := customers.find_customer_of_record("shop", name))
    )
    merge_customers(one=ann, other=cy, by=BY, now=NOW)
    assert customers.survivor_of(cy) == ann
    for minutes, merged, survivor in ((1, ann, ben), (2, ben, ann)):
        at = NOW + timedelta(minutes=minutes)
        Merge.objects.create(survivor_id=survivor, merged_id=merged, reason="steward", decided_by="employee:1", at=at)
        Customer.objects.filter(pk=merged).update(merged_into=survivor)
    Profile.objects.all().delete()
    return ann, ben, cy


def test_the_first_of_crossed_merges_counts_and_everybody_is_found(crossed: tuple[UUID, UUID, UUID]) -> None:
    ann, ben, cy = crossed
    assert set(list_lost()) == {ann, ben, cy}
    assert bring_back_lost(by=BY, now=NOW + timedelta(days=1)) == [ben]
    assert list_lost() == []
    assert {customers.survivor_of(one) for one in crossed} == {ben}
    assert Profile.objects.get().records == 3
    assert [row.merged_id for row in Merge.objects.exclude(undone_at=None)] == [ben]
    unmerge_customer(merged_id=ann, by=BY, now=NOW + timedelta(days=2))
    assert (customers.survivor_of(cy), customers.survivor_of(ann), customers.survivor_of(ben)) == (ann, ann, ben)


def test_pages_of_lost_people_answer(crossed: tuple[UUID, UUID, UUID]) -> None:
    steward = with_cast().sign_in("data_steward")
    for one in crossed:
        number = Customer.objects.get(pk=one).number
        assert steward.get(f"/customers/{number}/identity/").status_code in (200, 404)


def test_the_command_lists_and_repairs(crossed: tuple[UUID, UUID, UUID]) -> None:
    def say(*said: str) -> str:
        return CliRunner().invoke(commands, ["lost", *said], catch_exceptions=False).output

    assert say() == "Customers who lead to nobody: 3. `--repair` brings them back.\n"
    assert len(list_lost()) == 3
    assert "is found again, with 3 records." in say("--repair")
    assert say() == say("--repair") == "Nobody is lost.\n"


def test_where_nobody_is_lost_nothing_changes() -> None:
    take_in("customers", [{"source_key": name, "full_name": name} for name in ("Ann", "Ben")], now=NOW)
    ann, ben = (found for name in ("Ann", "Ben") if (found := customers.find_customer_of_record("shop", name)))
    merge_customers(one=ann, other=ben, by=BY, now=NOW)
    assert bring_back_lost(by=BY, now=NOW) == []
    assert Merge.objects.filter(undone_at=None).count() == 1
