"""Who lives together is suggested at night, decided by people, and remembered; nobody is joined by it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core import schedule
from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.customers import public as customers
from shopkeeper.customers import timers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.households import (
    confirm_household,
    reject_household,
    reopen_household,
    skip_household,
)
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.actions.nights import suggest_at_night
from shopkeeper.customers.actions.proposing import propose_pairs
from shopkeeper.customers.actions.relating import relate_customers
from shopkeeper.customers.actions.suggesting import suggest_households
from shopkeeper.customers.contracts import ProposalKind, ProposalOrigin, ProposedPair
from shopkeeper.customers.errors import AlreadySettled, HouseholdTooSmall, NothingToUndo
from shopkeeper.customers.facts import count_held
from shopkeeper.customers.models import HouseholdPair, Relation
from shopkeeper.customers.queries.households import (
    find_next_household,
    get_household,
    list_households,
    list_neighbors,
)
from shopkeeper.customers.rules.households import MOST_BEHIND_A_DOOR, may_be_one
from shopkeeper.customers.rules.relations import RelationKind
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
DOOR = {"street": "4 Mill Lane", "postcode": "YO1 7AB", "city": "York"}
HE = {"source_key": "he", "full_name": "Martin Underhill", "email": "martin@mail.test", **DOOR}
SHE = {"source_key": "she", "full_name": "Maud Underhill", "phone": "01904 555 010", **DOOR, "street": "4, mill ln."}
FRIEND = {"source_key": "friend", "full_name": "Ivy Keller", "phone": "+44 1904 555010", **DOOR}
LODGER = {"source_key": "lodger", "full_name": "Sol Marsh", "email": "sol@mail.test", **DOOR}
COUSIN = {
    "source_key": "cousin",
    "full_name": "Ned Underhill",
    "email": "ned@mail.test",
    **DOOR,
    "street": "6 Mill Lane",
}


def who(key: str) -> UUID:
    found = customers.find_customer_of_record("shop", key)
    assert found is not None
    return found


def suggest(*rows: dict[str, str], day: int = 0) -> int:
    if rows:
        take_in("customers", rows, now=NOW)
    return suggest_households(by=BY, now=NOW + timedelta(days=day))


def waiting() -> list[set[str]]:
    return [{one.card.name for one in household.people} for household in list_households(limit=10)]


def first() -> UUID:
    found = find_next_household()
    assert found is not None
    return found


def relations() -> set[frozenset[UUID]]:
    return {frozenset(pair) for pair in Relation.objects.values_list("one", "other")}


def test_a_family_name_or_a_telephone_behind_one_door_is_asked_about_as_one_household() -> None:
    assert suggest(HE, SHE, FRIEND, LODGER, COUSIN) == 2
    assert waiting() == [{"Martin Underhill", "Maud Underhill", "Ivy Keller"}]
    shared = get_household(first()).shared
    assert [(row.sign, row.value, set(row.names)) for row in shared] == [
        ("family_name", "Underhill", {"Martin Underhill", "Maud Underhill"}),
        ("phone", "01904 555 010", {"Maud Underhill", "Ivy Keller"}),
    ]
    assert suggest(day=1) == 0


@pytest.mark.parametrize(
    ("given", "other", "one"),
    [
        ("martin", "martin", True), ("m", "martin", True), ("", "martin", True), ("becky", "rebecca", True),
        ("jenny", "jennifer", True), ("nicky", "nicola", True), ("nicky", "nicholas", True), ("nikki", "nicola", True),
        ("fred", "frederick", True), ("kasia", "katarzyna", True), ("gosia", "katarzyna", False), ("jon", "john", True),
        ("daniel", "daniela", False), ("martin", "maud", False), ("al", "alexandra", False),
    ],
)  # fmt: skip
def test_an_initial_a_short_form_and_a_slip_may_be_one_person(given: str, other: str, one: bool) -> None:
    assert (may_be_one(given, other), may_be_one(other, given)) == (one, one)


def test_two_of_one_first_name_are_asked_about_only_when_born_a_generation_apart() -> None:
    initial = {**HE, "source_key": "initial", "full_name": "M Underhill", "email": "m@mail.test"}
    junior = {**HE, "source_key": "junior", "full_name": "Martin Underhill Jr.", "email": "jr@mail.test"}
    assert suggest(HE, initial, junior) == 0
    assert suggest({**HE, "born_on": "1960-01-02"}, {**junior, "born_on": "1961-02-01"}) == 0
    assert suggest({**HE, "born_on": "1960-01-02"}, {**junior, "born_on": "1990-03-04"}) == 1
    assert waiting() == [{"Martin Underhill", "Martin Underhill Jr."}]


def test_who_may_be_one_person_is_not_asked_about_as_a_household() -> None:
    take_in("customers", [HE, SHE], now=NOW)
    one, other = (customers.find_record("shop", key) for key in ("he", "she"))
    assert one
    assert other
    pair = ProposedPair(one.record_id, other.record_id, 0.7, 1, ProposalOrigin.RELINK, ProposalKind.JOIN)
    propose_pairs(pairs=[pair], by=BY, now=NOW)
    assert suggest() == 0


def test_a_name_behind_the_door_of_a_tower_says_nothing_and_neither_does_the_number_of_its_desk() -> None:
    many = [
        {**DOOR, "source_key": f"{n}", "full_name": f"{name} Lee", "phone": "01904 555 099"}
        for n, name in enumerate(("Al", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ira", "Jan", "Kay", "Lou", "Mia"))
    ]
    assert len(many) == MOST_BEHIND_A_DOOR + 1
    assert suggest(*many) == 0


def test_a_household_that_is_confirmed_is_related_each_with_each_and_joined_with_nobody() -> None:
    suggest(HE, SHE, FRIEND)
    confirm_household(pair_id=first(), by=BY, now=NOW)
    he, she, friend = who("he"), who("she"), who("friend")
    assert len({he, she, friend}) == 3
    assert relations() == {frozenset({he, she}), frozenset({she, friend}), frozenset({he, friend})}
    assert (suggest(day=1), waiting()) == (0, [])


def test_who_is_left_out_does_not_live_with_them_and_is_not_asked_about_again() -> None:
    suggest(HE, SHE, FRIEND)
    confirm_household(pair_id=first(), members=[who("he"), who("she")], by=BY, now=NOW)
    assert relations() == {frozenset({who("he"), who("she")})}
    assert (suggest(day=1), waiting()) == (0, [])
    assert set(HouseholdPair.objects.values_list("outcome", flat=True)) == {"confirmed", "rejected"}


def test_nobody_lives_together_with_nobody() -> None:
    suggest(HE, SHE)
    with pytest.raises(HouseholdTooSmall):
        confirm_household(pair_id=first(), members=[who("he")], by=BY, now=NOW)
    assert waiting() == [{"Martin Underhill", "Maud Underhill"}]


def test_a_rejection_survives_every_night_and_a_merge() -> None:
    suggest(HE, SHE, LODGER)
    reject_household(pair_id=first(), by=BY, now=NOW)
    assert suggest(day=1) == 0
    merge_customers(one=who("she"), other=who("lodger"), by=BY, now=NOW)
    assert suggest(day=2) == 0
    assert (waiting(), relations()) == ([], set())


def test_what_was_skipped_comes_back_after_a_month() -> None:
    suggest(HE, SHE)
    skip_household(pair_id=first(), by=BY, now=NOW)
    assert (suggest(day=29), suggest(day=31)) == (0, 1)


def test_a_decision_is_taken_back_with_its_relations() -> None:
    suggest(HE, SHE, FRIEND)
    asked = first()
    confirm_household(pair_id=asked, members=[who("he"), who("she")], by=BY, now=NOW)
    with pytest.raises(AlreadySettled):
        reject_household(pair_id=asked, by=BY, now=NOW)
    reopen_household(pair_id=asked, by=BY, now=NOW)
    assert waiting() == [{"Martin Underhill", "Maud Underhill", "Ivy Keller"}]
    assert relations() == set()
    with pytest.raises(NothingToUndo):
        reopen_household(pair_id=asked, by=BY, now=NOW)


def test_what_somebody_was_told_is_not_asked_from_either_side() -> None:
    suggest(HE, SHE)
    told = {"kind": RelationKind.HOUSEHOLD, "starts_on": NOW.date()}
    relate_customers(one=who("she"), other=who("he"), **told, by=BY, now=NOW)
    relate_customers(one=who("he"), other=who("she"), **told, by=BY, now=NOW)
    assert (waiting(), Relation.objects.count(), suggest(day=1)) == ([], 1, 0)


def test_who_moved_away_waits_no_longer_and_who_is_erased_leaves_nothing() -> None:
    suggest(HE, SHE, FRIEND)
    assert suggest({**HE, "street": "9 Hill Road"}, day=1) == 0
    assert waiting() == [{"Maud Underhill", "Ivy Keller"}]
    erase_customer(customer_id=who("she"), by=BY, now=NOW)
    assert not HouseholdPair.objects.filter(settled_at=None).exists()
    assert waiting() == []


def test_the_customers_page_says_who_may_live_with_them_only_to_those_who_decide() -> None:
    suggest(HE, SHE)
    assert [(one.card.name, one.signs) for one in list_neighbors(who("he"))] == [("Maud Underhill", ("family_name",))]
    cast = with_cast()
    number = customers.get_customer_cards([who("he")])[who("he")].number
    assert "With whom they may live" not in dict(count_held([who("he"), who("she")]))
    page = f"/customers/{number}/"
    assert "perhaps lives with Maud Underhill" in cast.sign_in("agent").get(page).content.decode()
    assert "perhaps lives with" not in cast.sign_in("marketing_manager").get(page).content.decode()


def test_a_clerk_works_through_the_queue_and_takes_back() -> None:
    suggest(HE, SHE, FRIEND)
    cast, asked = with_cast(), first()
    client = cast.sign_in("agent")
    page = client.get("/customers/households/").content.decode()
    assert "Do Martin Underhill, Maud Underhill and Ivy Keller live together?" in page
    ticked = {"member": [str(who("he")), str(who("she"))]}
    done = client.post(f"/customers/households/{asked}/confirmation/", ticked, follow=True).content.decode()
    assert "All households are decided" in done
    assert relations() == {frozenset({who("he"), who("she")})}
    pair = HouseholdPair.objects.filter(outcome="confirmed").get()
    client.post(f"/customers/households/{pair.id}/undoing/")
    assert relations() == set()
    client.post(f"/customers/households/{pair.id}/skipping/")
    assert find_next_household() is None
    assert cast.sign_in("marketing_manager").get("/customers/households/").status_code == 403


def test_machines_read_and_decide_over_rest() -> None:
    suggest(HE, SHE)
    key = create_api_key(name="test", permissions=("customers.relate_customers",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    told = client.get("/api/households").json()
    [household] = told["households"]
    assert told["waiting"]["households"] == 1
    assert [one["card"]["name"] for one in household["people"]] == ["Martin Underhill", "Maud Underhill"]
    path = f"/api/households/{household['id']}"
    assert client.post(f"{path}/rejection").status_code == 201
    refused = client.post(f"{path}/confirmation", {}, content_type="application/json")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:shopkeeper:already_settled")
    assert relations() == set()


def test_it_is_looked_for_once_a_night() -> None:
    take_in("customers", [HE, SHE], now=NOW)
    assert suggest_at_night(by=BY, now=NOW) == 1
    take_in("customers", [FRIEND], now=NOW)
    assert suggest_at_night(by=BY, now=NOW + timedelta(hours=1)) == 0
    assert suggest_at_night(by=BY, now=NOW + timedelta(hours=20)) == 1
    assert schedule.is_registered(timers.HOUSEHOLDS)
