"""A merge rewrites nothing and can be undone; what people decided stands against every rule and import."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key, find_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.merging import merge_customers, part_records, unmerge_customer
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.errors import AlreadyOne, CustomerNotFound, KeptApart, NotMerged, WholeCustomer
from shopkeeper.customers.models import Consent, Customer, Profile, SourceRecord
from shopkeeper.customers.queries.explanations import explain_identity, preview_merge
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")

JO = {"source": "web", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test", "city": "Leeds"}
JOANNA = {"source": "till", "source_key": "2", "full_name": "Joanna Reed", "card_number": "9001", "postcode": "LS1 1AA"}
CARD = {"source": "loyalty", "source_key": "3", "full_name": "J Reed", "card_number": "9001"}


def said(key: str, customer_key: str, state: str, day: int = 0, source: str = "web") -> dict[str, object]:
    return {
        "source": source, "source_key": key, "customer_key": customer_key, "purpose": "marketing", "channel": "email",
        "state": state, "occurred_at": NOW + timedelta(days=day),
    }  # fmt: skip


def customer_of(source: str, key: str) -> UUID:
    found = customers.find_customer_of_record(source, key)
    assert found is not None
    return found


@pytest.fixture
def two() -> tuple[UUID, UUID]:
    take_in("customers", [JO, JOANNA, CARD], now=NOW)
    return customer_of("web", "1"), customer_of("till", "2")


def test_the_customer_with_more_records_lives_on_and_both_ids_mean_the_same_person(two: tuple[UUID, UUID]) -> None:
    jo, joanna = two
    assert merge_customers(one=jo, other=joanna, by=BY, now=NOW) == joanna
    assert customers.ids_of(jo) == customers.ids_of(joanna) == [joanna, jo]
    assert customers.find_customer_card(jo) == customers.find_customer_card(joanna)
    card = customers.find_customer_card(jo)
    assert card is not None
    assert (card.records, card.sources, card.email, card.postcode) == (3, 3, "jo@mail.test", "LS1 1AA")
    assert Profile.objects.count() == 1


def test_the_same_two_cannot_be_merged_twice(two: tuple[UUID, UUID]) -> None:
    merge_customers(one=two[0], other=two[1], by=BY, now=NOW)
    with pytest.raises(AlreadyOne):
        merge_customers(one=two[1], other=two[0], by=BY, now=NOW)


def test_an_unmerge_gives_back_what_came_with_the_records_even_what_came_in_between(two: tuple[UUID, UUID]) -> None:
    jo, joanna = two
    take_in("consents", [said("a", "1", "granted")], now=NOW)
    merge_customers(one=jo, other=joanna, by=BY, now=NOW)
    take_in("consents", [said("b", "1", "revoked", day=1), said("c", "2", "granted", source="till")], now=NOW)
    before = list(Consent.objects.order_by("source_key").values_list("source_key", "record__source_key"))
    unmerge_customer(merged_id=jo, by=BY, now=NOW)
    assert customers.ids_of(jo) == [jo]
    assert list(Consent.objects.order_by("source_key").values_list("source_key", "customer")) == [
        ("a", jo), ("b", jo), ("c", joanna),
    ]  # fmt: skip
    assert list(Consent.objects.order_by("source_key").values_list("source_key", "record__source_key")) == before
    assert sorted(Profile.objects.values_list("name", "records")) == [("Jo Reed", 1), ("Joanna Reed", 2)]


def test_undoing_one_of_two_merges_leaves_the_other_in_force(two: tuple[UUID, UUID]) -> None:
    jo, joanna = two
    take_in("customers", [{"source": "calls", "source_key": "4", "full_name": "Joan R"}], now=NOW)
    joan = customer_of("calls", "4")
    merge_customers(one=jo, other=joan, by=BY, now=NOW)
    both = customers.survivor_of(jo)
    survivor = merge_customers(one=both, other=joanna, by=BY, now=NOW)
    assert set(customers.ids_of(joan)) == {jo, joanna, joan}
    unmerge_customer(merged_id=joanna if survivor == both else both, by=BY, now=NOW)
    assert set(customers.ids_of(joan)) == {jo, joan}
    assert customers.ids_of(joanna) == [joanna]


def test_nobody_is_unmerged_who_was_not_merged(two: tuple[UUID, UUID]) -> None:
    with pytest.raises(NotMerged):
        unmerge_customer(merged_id=two[0], by=BY, now=NOW)


def test_what_was_parted_by_a_person_is_not_joined_by_a_rule_or_an_import(two: tuple[UUID, UUID]) -> None:
    card = SourceRecord.objects.get(source_key="3")
    fresh = part_records(customer_id=two[1], record_ids=[card.id], by=BY, now=NOW)
    assert customer_of("loyalty", "3") == fresh
    take_in("customers", [{**CARD, "city": "Bath"}, {**JOANNA, "city": "Bath"}], now=NOW)
    assert customer_of("loyalty", "3") == fresh
    assert customer_of("till", "2") == two[1]
    with pytest.raises(KeptApart):
        merge_customers(one=fresh, other=two[1], by=BY, now=NOW)


def test_who_parted_two_is_named_and_not_by_the_key_of_a_machine(two: tuple[UUID, UUID]) -> None:
    key = create_api_key(name="The old web shop", permissions=["customers.merge_customers"], by=BY, now=NOW)
    machine = find_actor(key, now=NOW)
    assert machine is not None
    card = SourceRecord.objects.get(source_key="3")
    fresh = part_records(customer_id=two[1], record_ids=[card.id], by=machine, now=NOW)
    with pytest.raises(KeptApart) as refused:
        merge_customers(one=fresh, other=two[1], by=BY, now=NOW)
    said = "The old web shop decided that these are two people. Withdraw that decision first."
    assert refused.value.sentence() == said


def test_records_of_others_and_whole_customers_cannot_be_parted(two: tuple[UUID, UUID]) -> None:
    web = SourceRecord.objects.get(source_key="1")
    with pytest.raises(CustomerNotFound):
        part_records(customer_id=two[1], record_ids=[web.id], by=BY, now=NOW)
    with pytest.raises(WholeCustomer):
        part_records(customer_id=two[0], record_ids=[web.id], by=BY, now=NOW)
    assert Customer.objects.count() == 2


def test_why_three_records_are_one_person_is_said_in_words(two: tuple[UUID, UUID]) -> None:
    identity = explain_identity(two[1])
    assert identity.reasons == ("The same loyalty card 9001: loyalty and till.",)
    assert sorted((record.source, record.why) for record in identity.records) == [
        ("loyalty", "same loyalty card"), ("till", "first record"),
    ]  # fmt: skip
    merge_customers(one=two[0], other=two[1], by=BY, now=NOW)
    assert explain_identity(two[0]).reasons[-1] == "Joined on 4 May 2026 by a person's decision."


def test_before_a_merge_one_sees_what_it_would_join_and_which_consent_would_stand(two: tuple[UUID, UUID]) -> None:
    take_in("consents", [said("a", "1", "granted"), said("b", "2", "denied", source="till")], now=NOW)
    preview = preview_merge(*two, now=NOW)
    assert preview.joins == (("Consents", 1, 1),)
    [conflict] = preview.consent_conflicts
    assert (conflict.purpose, conflict.channel, conflict.chosen) == (
        Purpose.MARKETING,
        "email",
        ConsentState.DENIED,
    )
    assert {voice.source: voice.state for voice in conflict.voices} == {"web": "granted", "till": "denied"}
    merge_customers(one=two[0], other=two[1], by=BY, now=NOW)
    assert customers.find_consent(two[0], Purpose.MARKETING, "email") is ConsentState.DENIED
    assert not customers.may_contact(two[0], Purpose.MARKETING, "email")
