"""Sources that disagree about what somebody allows: what each said, what counts and why; one law for all who ask."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.models import Profile
from shopkeeper.customers.queries.consent_conflicts import list_conflicts, list_conflicts_between, list_conflicts_of
from shopkeeper.customers.queries.reach import measure_reach
from shopkeeper.customers.rules.consents import Ground, Statement, Word, became_one_at, decide_for, find_ground
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
GRANTED, DENIED, REVOKED = ConsentState.GRANTED, ConsentState.DENIED, ConsentState.REVOKED
A, B, C = (UUID(int=n) for n in range(1, 4))
WEB, TILL = UUID(int=11), UUID(int=12)


def at(day: int) -> datetime:
    return NOW + timedelta(days=day)


def word(customer: UUID, record: UUID | None, state: ConsentState, day: int, brand: str = "") -> Word:
    return Word(customer, brand, Statement(record, state, at(day)))


def test_what_one_customer_told_us_does_not_speak_for_another_before_they_were_merged() -> None:
    merges = {B: (A, at(5))}
    words = [word(B, None, REVOKED, 1), word(A, None, GRANTED, 2)]
    assert decide_for(words, merges) is REVOKED
    assert decide_for([*words, word(A, None, GRANTED, 6)], merges) is GRANTED
    assert decide_for([word(B, TILL, REVOKED, 1), word(A, None, GRANTED, 2)], merges) is REVOKED
    assert decide_for([word(A, TILL, REVOKED, 1), word(A, None, GRANTED, 2)], merges) is GRANTED


def test_three_who_are_one_became_so_pair_by_pair() -> None:
    merges = {B: (A, at(1)), A: (C, at(3))}
    assert (became_one_at(A, B, merges), became_one_at(B, C, merges), became_one_at(A, A, merges)) == (
        at(1), at(3), datetime.min.replace(tzinfo=UTC),
    )  # fmt: skip
    assert became_one_at(A, B, {}) is None


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ([word(A, WEB, GRANTED, 1), word(A, TILL, GRANTED, 2)], None),
        ([word(A, WEB, GRANTED, 1), word(A, WEB, REVOKED, 2)], None),
        ([word(A, WEB, GRANTED, 2), word(A, TILL, REVOKED, 1)], Ground.RESTRICTIVE),
        ([word(A, WEB, GRANTED, 1), word(A, TILL, REVOKED, 2), word(A, None, GRANTED, 3)], Ground.OWN_WORD),
        ([word(A, WEB, GRANTED, 1, "north"), word(A, WEB, REVOKED, 2, "south")], Ground.BRANDS),
        ([word(A, WEB, GRANTED, 1, "north"), word(A, TILL, REVOKED, 2, "north")], Ground.RESTRICTIVE),
    ],
    ids=["agree", "one_source_changed_its_word", "sources", "own_word", "brands", "sources_of_a_brand"],
)
def test_it_is_said_why_one_answer_counts(words: list[Word], ground: Ground | None) -> None:
    assert find_ground(words, {}) is ground


def take_people() -> dict[str, UUID]:
    named = {"jo": "Jo Reed", "ann": "Ann Orr"}
    rows = [{"source": "web", "source_key": key, "full_name": name, "email": f"{key}@mail.test"}
            for key, name in named.items()]  # fmt: skip
    take_in("customers", rows, now=NOW)
    found = {key: customers.find_customer_of_record("web", key) for key in named}
    return {key: customer for key, customer in found.items() if customer}


def say(who: str, state: str, day: int, *, source: str = "web", **more: str) -> None:
    row = {"source": source, "source_key": f"{who}{day}", "customer_key": who, "purpose": "marketing", **more}
    take_in("consents", [{"channel": "email", **row, "state": state, "occurred_at": at(day)}], now=at(day))


def test_before_a_merge_one_sees_who_said_what_and_afterwards_it_is_in_the_list() -> None:
    people = take_people()
    say("jo", "granted", 2)
    say("ann", "denied", 1)
    assert list_conflicts() == list_conflicts_of(people["jo"]) == []
    [before] = list_conflicts_between(people["jo"], people["ann"], now=at(3))
    assert (before.purpose, before.channel, before.chosen, before.ground) == (
        Purpose.MARKETING, "email", DENIED, Ground.RESTRICTIVE,
    )  # fmt: skip
    assert [(voice.source, voice.state, voice.counts) for voice in before.voices] == [
        ("web", DENIED, True), ("web", GRANTED, True),
    ]  # fmt: skip
    whose = [customers.find_customer_card(people[key]) for key in ("ann", "jo")]
    assert [voice.whose for voice in before.voices] == [f"{card.name} ({card.number})" for card in whose if card]
    survivor = merge_customers(one=people["jo"], other=people["ann"], by=BY, now=at(3))
    [after] = list_conflicts()
    voices = tuple(replace(voice, whose="") for voice in before.voices)
    assert (after.card.id if after.card else None, after.chosen, after.voices) == (survivor, DENIED, voices)
    assert list_conflicts(limit=1, offset=1) == []
    assert list_conflicts(ground=Ground.OWN_WORD) == list_conflicts(purpose=Purpose.SURVEY) == []
    record_consent(customer_id=survivor, purpose=Purpose.MARKETING, state=GRANTED, channel="email", by=BY, now=at(4))
    [settled] = list_conflicts_of(survivor)
    assert (settled.chosen, settled.ground) == (GRANTED, Ground.OWN_WORD)
    assert [voice.counts for voice in settled.voices] == [False, False, True]
    assert list_conflicts(ground=Ground.RESTRICTIVE) == []


def test_a_merge_does_not_let_what_one_told_us_undo_what_the_other_told_us() -> None:
    people = take_people()
    for who, state, day in (("ann", REVOKED, 1), ("jo", GRANTED, 2)):
        record_consent(
            customer_id=people[who], purpose=Purpose.MARKETING, state=state, channel="email", by=BY, now=at(day)
        )
    merge_customers(one=people["jo"], other=people["ann"], by=BY, now=at(3))
    assert not customers.may_contact(people["jo"], Purpose.MARKETING, "email")


def test_how_many_marketing_may_reach_is_counted_by_the_law_that_sending_asks() -> None:
    dice, sources = random.Random(20_260_504), ("web", "till")
    keys = [str(n) for n in range(60)]
    rows = [{"source": source, "source_key": key, "full_name": f"Jo Reed {key}",
             "card_number": f"90{key:0>4}", "email": f"{key}@{source}.test" if dice.random() < 0.8 else "",
             "phone": f"07700 900{key:0>3}" if dice.random() < 0.4 else ""}
            for key in keys for source in sources]  # fmt: skip
    take_in("customers", rows, now=NOW)
    said = [{"source": dice.choice(sources), "source_key": f"c{n}", "customer_key": dice.choice(keys),
             "purpose": "marketing", "channel": dice.choice(("", "email", "sms")),
             "brand": dice.choice(("", "", "north")), "state": dice.choice(("granted", "granted", "denied", "revoked")),
             "occurred_at": at(dice.randrange(30))}
            for n in range(150)]  # fmt: skip
    take_in("consents", said, now=at(40))
    people = {key: customers.find_customer_of_record("web", key) for key in keys}
    for _ in range(20):
        record_consent(
            customer_id=people[dice.choice(keys)], purpose=Purpose.MARKETING, by=BY, now=at(dice.randrange(30)),  # type: ignore[arg-type]
            state=dice.choice((GRANTED, REVOKED)), channel=dice.choice(("", "email")),
        )  # fmt: skip
    reached = sum(
        any(point and customers.may_contact(customer, Purpose.MARKETING, channel)
            for channel, point in (("email", email), ("sms", phone)))
        for customer, email, phone in Profile.objects.values_list("customer", "email", "phone")
    )  # fmt: skip
    assert measure_reach(NOW).reachable == reached
    assert 10 < reached < 55


def test_who_answers_for_privacy_finds_them_on_a_page_and_by_machine() -> None:
    cast, people = with_cast(), take_people()
    say("jo", "granted", 2)
    take_in(
        "customers", [{"source": "till", "source_key": "jo", "full_name": "Jo Reed", "email": "jo@mail.test"}], now=NOW
    )
    say("jo", "revoked", 1, source="till")
    officer = cast.sign_in("data_steward")
    page = officer.get("/customers/consent-conflicts/").content.decode()
    assert "Jo Reed" in page
    assert "till: refused, 5 May 2026" in page
    assert "None like this" in officer.get("/customers/consent-conflicts/?purpose=survey").content.decode()
    behind = officer.get("/customers/consent-conflicts/?page=2").content.decode()
    assert 'href="?"' in behind
    assert "Jo Reed" not in behind
    number = customers.find_customer_card(people["jo"]).number  # type: ignore[union-attr]
    assert "Their sources do not agree" in officer.get(f"/customers/{number}/").content.decode()
    assert cast.sign_in("associate").get("/customers/consent-conflicts/").status_code == 403
    key = create_api_key(name="test", permissions=("customers.view_consent_conflicts",), by=BY, now=NOW)
    machine = Client(headers={"Authorization": f"Bearer {key}"})
    [told] = machine.get("/api/consent-conflicts?ground=restrictive").json()
    assert (told["chosen"], told["ground"], [voice["source"] for voice in told["voices"]]) == (
        "revoked", "restrictive", ["till", "web"],
    )  # fmt: skip
