"""People who belong together stay two: households, guardians and those who work for a company."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.actions.relating import end_relation, relate_customers
from shopkeeper.customers.actions.suggesting import suggest_households
from shopkeeper.customers.errors import RelationIncomplete, RelationNotFound
from shopkeeper.customers.models import Relation
from shopkeeper.customers.queries.relations import list_relations
from shopkeeper.customers.rules.relations import RelationKind
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TODAY, NEXT_DAY = date(2026, 5, 4), date(2026, 5, 5)
BY = system_actor("test")
DOOR = {"street": "4 Mill Lane", "postcode": "YO1 7AB", "city": "York"}
PEOPLE = [
    {"source_key": "he", "full_name": "Martin Underhill", "email": "martin@mail.test", **DOOR},
    {"source_key": "she", "full_name": "Maud Underhill", "email": "maud@mail.test", **DOOR, "street": "4, mill lane"},
    {"source_key": "lodger", "full_name": "Ivy Keller", "email": "ivy@mail.test", **DOOR},
    {"source_key": "cousin", "full_name": "Ned Underhill", "email": "ned@mail.test", **DOOR, "street": "6 Mill Lane"},
]


@pytest.fixture(autouse=True)
def street() -> None:
    take_in("customers", PEOPLE, now=NOW)


def who(key: str) -> UUID:
    found = customers.find_customer_of_record("shop", key)
    assert found is not None
    return found


def relate(kind: RelationKind = RelationKind.HOUSEHOLD, one: str = "he", other: str = "she", company: str = "") -> UUID:
    second = who(other) if other else None
    return relate_customers(
        kind=kind, one=who(one), other=second, company=company, starts_on=TODAY, by=BY, now=NOW
    )  # fmt: skip


def names(key: str, on: date = TODAY) -> list[tuple[str, bool, str]]:
    return [(r.kind, r.is_first, r.person.name if r.person else r.company) for r in list_relations(who(key), on=on)]


def test_a_household_is_seen_from_both_sides_and_joins_nobody() -> None:
    relate()
    assert names("he") == [("household", True, "Maud Underhill")]
    assert names("she") == [("household", False, "Martin Underhill")]
    assert who("he") != who("she")


def test_the_same_relation_is_written_once() -> None:
    assert relate() == relate()
    assert Relation.objects.count() == 1


def test_a_guardian_answers_for_the_other_and_somebody_works_for_a_company() -> None:
    relate(RelationKind.GUARDIAN, "he", "cousin")
    relate(RelationKind.EMPLOYEE, "cousin", "", "Harbour Ltd")
    assert names("cousin") == [("guardian", False, "Martin Underhill"), ("employee", True, "Harbour Ltd")]


@pytest.mark.parametrize(
    ("kind", "other", "company"),
    [(RelationKind.HOUSEHOLD, "", ""), (RelationKind.HOUSEHOLD, "he", ""), (RelationKind.EMPLOYEE, "she", " ")],
)
def test_nobody_is_related_to_nobody_or_to_themselves(kind: RelationKind, other: str, company: str) -> None:
    with pytest.raises(RelationIncomplete):
        relate(kind, "he", other, company)
    assert not Relation.objects.exists()


def test_a_relation_ends_on_a_day_and_only_through_those_who_are_in_it() -> None:
    relation = relate()
    with pytest.raises(RelationNotFound):
        end_relation(relation_id=relation, customer_id=who("lodger"), ends_on=NEXT_DAY, by=BY, now=NOW)
    end_relation(relation_id=relation, customer_id=who("she"), ends_on=NEXT_DAY, by=BY, now=NOW)
    assert (len(names("he")), len(names("he", NEXT_DAY))) == (1, 0)


def test_a_merge_keeps_the_relations_of_both_and_an_erasure_leaves_none() -> None:
    relate()
    merge_customers(one=who("he"), other=who("lodger"), by=BY, now=NOW)
    assert names("lodger") == [("household", True, "Maud Underhill")]
    erase_customer(customer_id=who("she"), by=BY, now=NOW)
    assert names("he") == []
    assert not Relation.objects.exists()


def test_a_clerk_writes_down_what_they_are_told_and_sees_it_on_the_customers_page() -> None:
    cast = with_cast()
    cards = customers.get_customer_cards([who("he"), who("she")])
    he, she = cards[who("he")].number, cards[who("she")].number
    client = cast.sign_in("agent")
    suggest_households(by=BY, now=NOW)
    assert "Maud Underhill" in client.get(f"/customers/{he}/relations/").content.decode()
    client.post(f"/customers/{he}/relations/", {"kind": "household", "number": she})
    assert "Belongs with" in client.get(f"/customers/{she}/").content.decode()
    assert "Belongs with" not in client.get(f"/customers/{cards[who('he')].number}9/").content.decode()
    refused = cast.sign_in("marketing_manager").post(f"/customers/{he}/relations/", {"kind": "guardian", "number": she})
    assert refused.status_code == 403
    assert Relation.objects.count() == 1


def test_relations_are_read_over_rest() -> None:
    relate()
    key = create_api_key(name="test", permissions=("customers.view_customers",), by=BY, now=NOW)
    told = Client(headers={"Authorization": f"Bearer {key}"}).get(f"/api/customers/{who('he')}/relations").json()
    assert [(row["kind"], row["person"]["name"]) for row in told] == [("household", "Maud Underhill")]
