"""Merge two customers, act on them, unmerge: each is as if they had never been one, or the list says what is not."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from shopkeeper.catalog.models import Product
from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.customers.actions.merging import merge_customers, unmerge_customer
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.facts import count_held, list_facts, list_held
from shopkeeper.customers.models import Customer, Profile
from shopkeeper.customers.queries.partings import list_partings, preview_parting
from shopkeeper.feedback import public as feedback
from shopkeeper.interactions.public import Channel
from shopkeeper.orders import public as orders
from shopkeeper.recovery import public as recovery
from tests.cast import SYSTEM, Cast, with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
BY = system_actor("test")
PEOPLE = {"jo": ("web", "1"), "ann": ("till", "2")}
JO = {"source": "web", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test"}
ANN = {"source": "till", "source_key": "2", "full_name": "Ann Orr", "city": "York"}

RUNS, STEPS, SEED = 8, 9, 20_260_504
Sides = dict[str, dict[str, list[datetime]]]


def card(who: str) -> customers.RecordCard:
    found = customers.find_record(*PEOPLE[who])
    assert found is not None
    return found


def state_from(number: int) -> ConsentState:
    return list(ConsentState)[number % 3]


def import_consent(who: str, number: int, at: datetime, cast: Cast) -> None:
    source, key = PEOPLE[who]
    said = {"source": source, "source_key": f"c{number}", "customer_key": key, "purpose": "marketing"}
    take_in("consents", [{**said, "channel": "email", "state": state_from(number), "occurred_at": at}], now=at)


def say_to_us(who: str, number: int, at: datetime, cast: Cast) -> None:
    record_consent(
        customer_id=card(who).customer_id, purpose=Purpose.MARKETING, state=state_from(number), channel="email",
        by=BY, now=at,
    )  # fmt: skip


def order(who: str, number: int, at: datetime, cast: Cast) -> None:
    person, lines = card(who), (orders.NewLine(sku="LAMP", quantity=1, unit_price=Decimal(30)),)
    new = orders.NewOrder(
        number=f"W-{number}", channel=Channel.WEB, currency="GBP", placed_at=at, lines=lines,
        outlet_id=cast.outlets["WEB"], customer_id=person.customer_id, record_id=person.record_id,
    )  # fmt: skip
    orders.record_order(order=new, by=SYSTEM, now=at)


def judge(who: str, number: int, at: datetime, cast: Cast) -> None:
    person = card(who)
    said = feedback.NewFeedback(
        kind=feedback.FeedbackKind.SURVEY, channel="email", text="Fine", occurred_at=at,
        customer_id=person.customer_id, record_id=person.record_id if number % 2 else None,
    )  # fmt: skip
    feedback.record_feedback(feedback=said, by=SYSTEM, now=at)


def complain(who: str, number: int, at: datetime, cast: Cast) -> None:
    recovery.report_harm(customer_id=card(who).customer_id, fault=recovery.Fault.LATE_DELIVERY, by=SYSTEM, now=at)


def describe_again(who: str, number: int, at: datetime, cast: Cast) -> None:
    take_in("customers", [{**(JO if who == "jo" else ANN), "phone": f"07700 900{number:03}"}], now=at)


ACTS: tuple[Callable[[str, int, datetime, Cast], None], ...] = (
    import_consent, say_to_us, order, judge, complain, describe_again,
)  # fmt: skip


@pytest.fixture(autouse=True)
def lamp() -> None:
    Product.objects.create(source_key="LAMP", recorded_at=NOW, sku="LAMP", name="Brass lamp")


def play(plan: list[tuple[int, str]], cast: Cast, *, merge_at: int | None, unmerge_at: int) -> Sides:
    """Carry the plan out on two people, made one and two again at these steps, and say what is whose at the end."""
    take_in("customers", [JO, ANN], now=NOW)
    first, second = card("jo").customer_id, card("ann").customer_id
    survivor = first
    for step, (act, who) in enumerate(plan):
        at = NOW + timedelta(hours=step + 1)
        if merge_at == step:
            survivor = merge_customers(one=first, other=second, by=BY, now=at)
        ACTS[act](who, step, at + timedelta(minutes=1), cast)
        if merge_at is not None and unmerge_at == step:
            merged = second if survivor == first else first
            unmerge_customer(merged_id=merged, by=BY, now=at + timedelta(minutes=2))
    return {"jo": _list_rows(first), "ann": _list_rows(second)}


def _list_rows(customer: UUID) -> dict[str, list[datetime]]:
    rows = {
        held.label: sorted(held.of_customers([customer]).values_list(held.at, flat=True))
        for held in list_held()
        if held.customer
    }
    profile = Profile.objects.get(customer=customer)
    return rows | {f"{profile.name} {profile.phone} {profile.records}": []}


def _count_left(customer: UUID) -> dict[str, int]:
    return {label: count for parting in list_partings(customer) for label, count in parting.left}


@pytest.mark.parametrize("run", range(RUNS))
def test_after_an_unmerge_each_is_as_if_they_had_never_been_one_or_the_list_says_what_is_not(run: int) -> None:
    dice, cast = random.Random(SEED + run), with_cast()
    plan = [(dice.randrange(len(ACTS)), dice.choice(["jo", "ann"])) for _ in range(STEPS)]
    merge_at = dice.randrange(STEPS - 2)
    unmerge_at = dice.randrange(merge_at + 1, STEPS)
    with transaction.atomic():
        apart = play(plan, cast, merge_at=None, unmerge_at=unmerge_at)
        may = {who: customers.may_contact(card(who).customer_id, Purpose.MARKETING, "email") for who in PEOPLE}
        transaction.set_rollback(True)
    joined = play(plan, cast, merge_at=merge_at, unmerge_at=unmerge_at)
    left = _count_left(card("jo").customer_id)
    for who in ("jo", "ann"):
        assert may[who] or not customers.may_contact(card(who).customer_id, Purpose.MARKETING, "email")
    # A complaint that came while they were one may have joined the open case of the other, and what follows from it.
    recovery_rows = {held.label for facts in list_facts() if facts.name == "recovery" for held in facts.held}
    folded = recovery_rows | {"holds"} if left.get("Signs of trouble") else set()
    for label in {*apart["jo"], *apart["ann"]} - {"Consents"} - folded:
        here, there = joined["jo"].get(label), joined["ann"].get(label)
        expected = (apart["jo"].get(label), apart["ann"].get(label))
        if (here, there) != expected:
            strayed = [at for at in expected[0] or [] if at not in (here or [])]
            strayed += [at for at in expected[1] or [] if at not in (there or [])]
            assert len(strayed) <= left.get(label, 0), (SEED + run, plan, label)
            assert sorted((here or []) + (there or [])) == sorted((expected[0] or []) + (expected[1] or []))


def test_what_came_without_a_record_while_they_were_one_is_listed_and_stays() -> None:
    cast = with_cast()
    plan = [(ACTS.index(order), "jo"), (ACTS.index(complain), "ann"), (ACTS.index(order), "ann")]
    sides = play(plan, cast, merge_at=1, unmerge_at=2)
    assert len(sides["jo"]["orders"]) == len(sides["ann"]["orders"]) == 1
    [parting] = list_partings(card("jo").customer_id)
    left = dict(parting.left)
    assert (left["What went wrong"], left["Cases"]) == (1, 1)
    assert "orders" not in left
    page = cast.sign_in("data_steward").get(f"/customers/{parting.other_number}/identity/").content.decode()
    assert "Nobody can tell whose these are" in page


def test_what_the_two_refused_as_one_both_have_refused() -> None:
    take_in("customers", [JO, ANN], now=NOW)
    first, second = card("jo").customer_id, card("ann").customer_id
    for who in ("jo", "ann"):
        record_consent(
            customer_id=card(who).customer_id, purpose=Purpose.MARKETING, state=ConsentState.GRANTED, by=BY, now=NOW
        )
    survivor = merge_customers(one=first, other=second, by=BY, now=NOW + timedelta(minutes=1))
    later = NOW + timedelta(hours=1)
    record_consent(
        customer_id=survivor, purpose=Purpose.MARKETING, state=ConsentState.REVOKED, channel="email", by=BY, now=later
    )
    merged = second if survivor == first else first
    said_before = preview_parting(merged, now=later + timedelta(minutes=1)).left
    unmerge_customer(merged_id=merged, by=BY, now=later + timedelta(minutes=1))
    assert said_before == list_partings(first)[0].left == (("Consents", 1),), "that both refused now is our doing"
    assert not customers.may_contact(first, Purpose.MARKETING, "email")
    assert not customers.may_contact(second, Purpose.MARKETING, "email")


def test_what_only_the_one_had_allowed_does_not_speak_for_the_other_afterwards() -> None:
    take_in("customers", [JO, ANN], now=NOW)
    pair = [card("jo").customer_id, card("ann").customer_id]
    survivor = merge_customers(one=pair[0], other=pair[1], by=BY, now=NOW)
    [merged] = set(pair) - {survivor}
    whose = "jo" if merged == pair[0] else "ann"
    consent = {"source": PEOPLE[whose][0], "source_key": "c1", "customer_key": PEOPLE[whose][1], "channel": "email"}
    take_in("consents", [{**consent, "purpose": "marketing", "state": "granted", "occurred_at": NOW}], now=NOW)
    later = NOW + timedelta(hours=1)
    record_consent(
        customer_id=survivor, purpose=Purpose.MARKETING, state=ConsentState.GRANTED, channel="email", by=BY, now=later
    )
    unmerge_customer(merged_id=merged, by=BY, now=later)
    assert not customers.may_contact(survivor, Purpose.MARKETING, "email"), "nobody knows that it was they"
    assert customers.may_contact(merged, Purpose.MARKETING, "email")


def test_what_an_unmerge_gives_back_is_shown_before_and_comes_true() -> None:
    cast = with_cast()
    acts = ((order, "jo"), (judge, "ann"), (judge, "jo"), (order, "ann"))
    take_in("customers", [JO, ANN], now=NOW)
    jo, ann = card("jo").customer_id, card("ann").customer_id
    survivor = merge_customers(one=jo, other=ann, by=BY, now=NOW)
    merged = ann if survivor == jo else jo
    for step, (act, who) in enumerate(acts):
        act(who, step, NOW + timedelta(hours=step), cast)
    later = NOW + timedelta(days=1)
    preview = preview_parting(merged, now=later)
    steward, number = cast.sign_in("data_steward"), preview.stays.number
    page = steward.get(f"/customers/{number}/unmerge/", {"merged": str(merged)}).content.decode()
    assert "Nobody can tell whose these are" in page
    assert not Customer.objects.filter(pk=merged, merged_into=None).exists(), "looking decides nothing"
    steward.post(f"/customers/{number}/unmerge/", {"merged": str(merged)})
    for side, customer in ((preview.stays, survivor), (preview.goes, merged)):
        assert [record.id for record in side.records] == [card("jo" if customer == jo else "ann").record_id]
        assert side.held == dict(count_held([customer]))
    assert sum(count for _, count in preview.left) == 1
    gone = steward.get(f"/customers/{number}/unmerge/", {"merged": str(merged)})
    assert gone.status_code == 409
