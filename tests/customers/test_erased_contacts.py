"""Whoever was erased does not come back by an address or a number either, and may become a customer again."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.core.intake import IntakeResult
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.errors import ErasedContactTold
from shopkeeper.customers.models import ErasedContact, ErasedKey, SourceRecord
from shopkeeper.customers.rules.erased_contacts import (
    digest_of_contact,
    is_news,
    is_theirs,
    list_contacts,
    list_hashes,
    shorten_name,
)
from tests.customers.population import make_town
from tests.customers.trained import train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)
BY = system_actor("test")
ZOE = {"source_key": "1", "full_name": "Zoe Quill", "email": "home@quill.test", "phone": "07700 901 234"}
SENTENCE = (
    "Somebody with this address or number was erased, and this record does not say that it is newer: it stays out. "
    "If they have become a customer again, hand it over with the time of its change."
)


@pytest.fixture
def erased() -> UUID:
    take_in("customers", [{**ZOE, "email": "zoe@old.test"}], now=NOW)
    take_in("customers", [ZOE], now=NOW)
    zoe = customers.find_customer_of_record("shop", "1")
    assert zoe is not None
    erase_customer(customer_id=zoe, by=BY, now=NOW)
    return zoe


def tell(**said: Any) -> tuple[IntakeResult, dict[int, str]]:
    return take_in("customers", [{"source": "till", "source_key": "t1", **said}], now=AFTER)


HELD = (IntakeResult(), {1: "erased_contact"})


@pytest.mark.parametrize(
    "said",
    [
        {"full_name": "Zoe Quill", "email": "HOME@quill.test "},
        {"given_name": "Zoe", "family_name": "Quill", "phone": "+44 7700 901234"},
        {"full_name": "Z. Quill", "email": "home+shop@quill.test"},
        {"full_name": "Quill Zoe", "email": "home@quill.test"},
        {"family_name": "Quil", "email": "home@quill.test"},
        {"full_name": "Zoe", "email": "home@quill.test"},
        {"full_name": "Zoe Quill", "email": "zoe@old.test"},
        {"email": "home@quill.test"},
        {"full_name": "Zoe Quill", "email": "home@quill.test", "changed_at": BEFORE},
        {"full_name": "Zoe Quill", "email": "home@quill.test", "changed_at": NOW, "published_at": AFTER},
        {"full_name": "Zoe Quill", "email": "home@quill.test", "published_at": BEFORE},
        {"full_name": "Zoe Quill", "email": "home@quill.test", "changed_at": datetime(9999, 1, 1, tzinfo=UTC)},
    ],
)
def test_who_is_told_of_again_under_a_new_key_stays_out(erased: UUID, said: dict[str, Any]) -> None:
    assert tell(**said) == HELD
    assert not SourceRecord.objects.filter(erased_at=None).exists()


@pytest.mark.parametrize(
    "said",
    [
        {"full_name": "Max Quill", "email": "home@quill.test"},
        {"full_name": "Zoe Orr", "phone": "07700 901 234"},
        {"full_name": "Zoe Quill", "email": "another@quill.test"},
        {"full_name": "Zoe Quill"},
        {"full_name": "Zoe Quill", "email": "home@quill.test", "changed_at": AFTER},
        {"full_name": "Zoe Quill", "email": "home@quill.test", "published_at": AFTER},
        {"email": "home@quill.test", "changed_at": AFTER, "published_at": BEFORE},
    ],
)
def test_the_family_and_who_is_a_customer_again_are_new(erased: UUID, said: dict[str, Any]) -> None:
    assert tell(**said) == (IntakeResult(created=1), {})
    fresh = customers.find_customer_of_record("till", "t1")
    assert fresh not in (None, erased)


def test_a_person_of_whom_no_name_was_known_is_known_by_the_address_alone() -> None:
    take_in("customers", [{"source_key": "1", "email": "news@quill.test"}], now=NOW)
    person = customers.find_customer_of_record("shop", "1")
    assert person is not None
    erase_customer(customer_id=person, by=BY, now=NOW)
    assert tell(full_name="Zoe Quill", email="news@quill.test") == HELD


def test_what_else_a_file_says_of_them_leads_to_nobody_until_they_are_a_customer_again(erased: UUID) -> None:
    consent = {
        "source": "till", "source_key": "c1", "customer_key": "t1", "purpose": "marketing", "channel": "email",
        "state": "granted", "contact_point": "home@quill.test", "occurred_at": BEFORE,
    }  # fmt: skip
    assert tell(**ZOE | {"source_key": "t1"}) == HELD
    assert take_in("consents", [consent], now=AFTER) == (IntakeResult(), {1: "erased"})
    assert tell(full_name="Zoe Quill") == HELD, "its key is known by now"
    assert ErasedKey.objects.filter(by_contact=True).count() == 1
    assert tell(full_name="Zoe Quill", changed_at=AFTER) == (IntakeResult(created=1), {})
    assert take_in("consents", [consent], now=AFTER) == (IntakeResult(created=1), {})
    again = customers.find_customer_of_record("till", "t1")
    assert again is not None
    erase_customer(customer_id=again, by=BY, now=AFTER)
    assert tell(full_name="Zoe Quill", changed_at=AFTER + timedelta(days=9)) == (IntakeResult(), {1: "erased"})


def test_who_shares_the_address_goes_on_being_told_of(erased: UUID) -> None:
    max_quill = {"full_name": "Max Quill", "email": "home@quill.test"}
    assert tell(**max_quill) == (IntakeResult(created=1), {})
    assert tell(email="home@quill.test", city="York") == (IntakeResult(updated=1), {})


@pytest.mark.parametrize("by_model", [False, True])
def test_one_that_comes_alone_is_refused_in_words_or_taken_as_news(erased: UUID, by_model: bool) -> None:
    if by_model:
        town = [{"source_key": f"p{place}", **said} for place, said in enumerate(make_town(60)[0])]
        take_in("customers", town, now=NOW)
        train_for_use(by=BY, now=NOW)
    said = {"source": "till", "source_key": "t9", "full_name": "Zoe Quill", "email": "home@quill.test"}
    before = SourceRecord.objects.count()
    with pytest.raises(ErasedContactTold) as refused:
        customers.record_person(data=customers.RecordData(**said), by=BY, now=AFTER)
    assert str(refused.value) == SENTENCE
    assert SourceRecord.objects.count() == before
    card = customers.record_person(data=customers.RecordData(**said, changed_at=AFTER), by=BY, now=AFTER)
    assert card.customer_id != erased
    again = customers.RecordData(**said, city="York")
    assert customers.record_person(data=again, by=BY, now=AFTER).record_id == card.record_id


def test_nobody_is_held_where_nobody_was_erased() -> None:
    assert tell(**ZOE | {"source_key": "t1"}) == (IntakeResult(created=1), {})
    assert not ErasedContact.objects.exists()


def test_of_a_whole_town_nobody_comes_back_however_their_name_is_written() -> None:
    chance = random.Random(4)
    for said in make_town(300)[0]:
        hashes = list_hashes([said], secret="s")
        told = {name: said.get(name) or "" for name in ("given_name", "family_name", "full_name", "email", "phone")}
        given, _, family = str(told["full_name"]).rpartition(" ")
        told |= chance.choice(
            [{}, {"full_name": f"{family} {given}".strip()}, {"full_name": str(told["full_name"]).upper()}]
        )
        for contact in list_contacts(told["email"], told["phone"]):
            name = shorten_name(told)
            own = digest_of_contact(contact, name=name, secret="s") if name else b""
            held = [beside for digest, beside in hashes if digest == digest_of_contact(contact, secret="s")]
            assert any(is_theirs(beside, own) for beside in held), told


def test_a_time_says_that_a_record_is_news_only_where_it_lies_between_the_erasure_and_now() -> None:
    def says(changed_at: datetime | None, published_at: datetime | None = None) -> bool:
        return is_news(published_at=published_at, changed_at=changed_at, erased_at=NOW, now=AFTER)

    assert [says(None), says(NOW), says(NOW + timedelta(seconds=1)), says(AFTER + timedelta(days=1))] == [
        False, False, True, True,
    ]  # fmt: skip
    assert says(AFTER + timedelta(days=1, seconds=1)) is False
    assert says(None, AFTER) is True
    assert says(BEFORE, AFTER) is False
