"""Who knows better sets a value by hand; it stands until a record that it overruled says something new."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.core.work import list_work
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import merge_customers, unmerge_customer
from shopkeeper.customers.actions.pinning import leave_retired, pin_again, pin_value, unpin_value
from shopkeeper.customers.errors import PinNotFound, ReasonMissing, ValueUnfit
from shopkeeper.customers.models import Pin, Profile
from shopkeeper.customers.queries.partings import list_partings
from shopkeeper.customers.queries.pins import list_pins, list_retired_pins
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
BY = system_actor("test")


def record(source: str, key: str = "1", day: int = 0, **said: str) -> dict[str, object]:
    return {"source": source, "source_key": key, "changed_at": NOW + timedelta(days=day), **said}


WEB = record("web", full_name="Jo Reed", email="jo@mail.test", card_number="9001", street="1 Mill Lane", city="Leeds")
TILL = record("till", day=1, full_name="Jo Reed", email="reed@shop.test", card_number="9001", postcode="LS1 1AA")


def customer(source: str = "web", key: str = "1") -> UUID:
    found = customers.find_customer_of_record(source, key)
    assert found is not None
    return found


@pytest.fixture
def jo() -> UUID:
    take_in("customers", [WEB, TILL], now=NOW)
    return customer()


def pin(customer_id: UUID, attribute: str = "email", **value: str) -> UUID:
    said = value or {"email": "right@mail.test"}
    return pin_value(customer_id=customer_id, attribute=attribute, value=said, reason="told us", by=BY, now=NOW)


def profile() -> Profile:
    return Profile.objects.get()


def test_a_value_set_by_hand_stands_above_the_rules_and_is_found_by_a_search(jo: UUID) -> None:
    pin(jo)
    assert profile().email == "right@mail.test"
    assert profile().lineage["pins"] == {"email": str(Pin.objects.get().id)}
    assert [hit.card.id for hit in customers.search_customers("right@mail.test", by=BY)] == [jo]
    assert customers.find_contact_point(jo, "email") == "right@mail.test"


def test_an_address_set_by_hand_replaces_all_its_parts(jo: UUID) -> None:
    pin(jo, "address", street="9 Oak Drive", city="York", postcode="YO1 1AA")
    found = profile()
    assert (found.street, found.city, found.postcode, found.country) == ("9 Oak Drive", "York", "YO1 1AA", "")


def test_it_stands_while_the_sources_repeat_themselves_and_say_other_things(jo: UUID) -> None:
    pin(jo)
    take_in("customers", [TILL, {**WEB, "city": "Hull", "changed_at": LATER}], now=LATER)
    assert (profile().email, profile().city) == ("right@mail.test", "Hull")


def test_it_retires_itself_when_its_source_says_something_new_and_can_be_set_again(jo: UUID) -> None:
    pin(jo)
    take_in("customers", [{**TILL, "email": "new@shop.test", "changed_at": LATER}], now=LATER)
    assert profile().email == "new@shop.test"
    [card] = list_retired_pins(jo)
    assert (card.value, card.source, card.moved_to, card.ended_at) == (
        "right@mail.test",
        "till",
        "new@shop.test",
        LATER,
    )
    pin_again(pin_id=card.id, by=BY, now=LATER)
    assert profile().email == "right@mail.test"
    assert list_retired_pins(jo) == []
    take_in("customers", [{**TILL, "email": "new@shop.test", "changed_at": LATER, "city": "York"}], now=LATER)
    assert profile().email == "right@mail.test", "what it said already does not end the second one"


def test_it_retires_quietly_when_a_source_says_the_same(jo: UUID) -> None:
    pin(jo)
    take_in("customers", [{**TILL, "email": "Right@mail.test", "changed_at": LATER}], now=LATER)
    assert (profile().email, list_pins(jo), list_retired_pins(jo)) == ("right@mail.test", {}, [])
    assert Pin.objects.get().ended_why == "agrees"


def test_a_source_that_falls_silent_or_a_new_record_ends_nothing(jo: UUID) -> None:
    pin(jo)
    take_in("customers", [{**TILL, "email": "", "changed_at": LATER}], now=LATER)
    take_in(
        "customers", [record("calls", "7", 9, full_name="Jo Reed", email="x@calls.test", card_number="9001")], now=LATER
    )
    assert profile().email == "right@mail.test"


def test_it_is_taken_back_by_hand_and_what_the_rules_choose_is_there_again(jo: UUID) -> None:
    pinned = pin(jo)
    unpin_value(pin_id=pinned, by=BY, now=NOW)
    assert (profile().email, profile().lineage.get("pins")) == ("reed@shop.test", None)
    with pytest.raises(PinNotFound):
        unpin_value(pin_id=pinned, by=BY, now=NOW)


def test_a_second_one_replaces_the_first(jo: UUID) -> None:
    pin(jo)
    pin(jo, email="better@mail.test")
    assert {card.value for card in list_pins(jo).values()} == {"better@mail.test"}


def test_the_first_does_not_stand_again_when_the_second_is_taken_back_or_its_source_moves(jo: UUID) -> None:
    first, second = pin(jo), pin(jo, email="better@mail.test")
    unpin_value(pin_id=second, by=BY, now=NOW)
    assert (profile().email, list_pins(jo)) == ("reed@shop.test", {})
    with pytest.raises(PinNotFound):
        unpin_value(pin_id=first, by=BY, now=NOW)
    pin(jo)
    take_in("customers", [{**TILL, "email": "new@shop.test", "changed_at": LATER}], now=LATER)
    assert profile().email == "new@shop.test"
    assert [card.value for card in list_retired_pins(jo)] == ["right@mail.test"], "only the last one"


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("email", {"email": "nobody"}), ("email", {"email": "  "}), ("phone", {"phone": "12"}),
        ("born_on", {"born_on": "1990-02-30"}), ("email", {"street": "1 Mill Lane"}), ("shoe_size", {"shoe_size": "9"}),
    ],
    ids=["no_at", "empty", "too_short", "no_day", "another_column", "unknown"],
)  # fmt: skip
def test_what_nobody_can_have_is_refused(jo: UUID, attribute: str, value: dict[str, str]) -> None:
    with pytest.raises(ValueUnfit):
        pin_value(customer_id=jo, attribute=attribute, value=value, reason="x", by=BY, now=NOW)
    assert Pin.objects.count() == 0


def test_nobody_overrules_the_records_without_a_reason(jo: UUID) -> None:
    with pytest.raises(ReasonMissing):
        pin_value(customer_id=jo, attribute="email", value={"email": "a@b.test"}, reason=" ", by=BY, now=NOW)


def test_of_two_people_merged_the_later_one_stands_and_each_gets_their_own_back(jo: UUID) -> None:
    take_in("customers", [record("calls", "2", full_name="Joan Reed", email="joan@calls.test")], now=NOW)
    joan = customer("calls", "2")
    pin(jo)
    pin_value(
        customer_id=joan, attribute="email", value={"email": "joan@right.test"}, reason="told", by=BY,
        now=NOW + timedelta(minutes=1),
    )  # fmt: skip
    merge_customers(one=jo, other=joan, by=BY, now=NOW + timedelta(hours=1))
    assert profile().email == "joan@right.test"
    unmerge_customer(merged_id=joan, by=BY, now=LATER)
    assert dict(Profile.objects.values_list("customer", "email")) == {jo: "right@mail.test", joan: "joan@right.test"}


def test_one_set_for_two_people_as_one_ends_nothing_that_was_set_for_either(jo: UUID) -> None:
    take_in("customers", [record("calls", "2", full_name="Joan Reed", email="joan@calls.test")], now=NOW)
    joan = customer("calls", "2")
    of_joan = pin(joan, email="joan@right.test")
    merge_customers(one=jo, other=joan, by=BY, now=NOW + timedelta(hours=1))
    pin_value(
        customer_id=joan, attribute="email", value={"email": "ours@mail.test"}, reason="told", by=BY,
        now=NOW + timedelta(hours=2),
    )  # fmt: skip
    assert profile().email == "ours@mail.test"
    unmerge_customer(merged_id=joan, by=BY, now=LATER)
    assert dict(Profile.objects.values_list("customer", "email")) == {jo: "ours@mail.test", joan: "joan@right.test"}
    assert [pin.id for pin in list_pins(joan).values()] == [of_joan]
    [parting] = list_partings(joan)
    assert parting.left == (("Values set by hand", 1),)


def test_of_one_who_lives_on_the_first_is_as_it_was_while_the_second_may_be_the_others(jo: UUID) -> None:
    take_in("customers", [record("calls", "2", full_name="Joan Reed", email="joan@calls.test")], now=NOW)
    joan, first = customer("calls", "2"), pin(jo)
    before = Pin.objects.filter(pk=first).values().get()
    merge_customers(one=jo, other=joan, by=BY, now=NOW + timedelta(hours=1))
    pin(joan, email="ours@mail.test")
    unmerge_customer(merged_id=joan, by=BY, now=LATER)
    pin(jo, email="better@mail.test")
    assert Pin.objects.filter(pk=first).values().get() == before


def test_an_erasure_takes_what_was_set_by_hand_away(jo: UUID) -> None:
    pin(jo)
    erase_customer(customer_id=jo, by=BY, now=LATER)
    assert Pin.objects.values_list("value", "said", "reason").get() == ({}, {}, "")


def test_who_set_it_is_told_when_the_source_moved_until_they_looked() -> None:
    cast = with_cast()
    take_in("customers", [WEB, TILL], now=NOW)
    agent, number = cast.actor("agent"), customers.find_customer_card(customer()).number  # type: ignore[union-attr]
    pinned = pin_value(
        customer_id=customer(), attribute="email", value={"email": "right@mail.test"}, reason="told", by=agent, now=NOW
    )
    take_in("customers", [{**TILL, "email": "new@shop.test", "changed_at": LATER}], now=LATER)
    [item] = [item for item in list_work(by=agent, now=LATER) if item.kind == "pin"]
    assert (item.title, item.url) == ("Look again at the e-mail of Jo Reed", f"/customers/{number}/values/")
    assert item.why == "You set “right@mail.test” by hand; till says “new@shop.test” since."
    leave_retired(pin_id=pinned, by=agent, now=LATER)
    assert [item for item in list_work(by=agent, now=LATER) if item.kind == "pin"] == []


def test_values_are_set_taken_and_let_go_on_the_page() -> None:
    cast = with_cast()
    take_in("customers", [WEB, TILL], now=NOW)
    client, number = cast.sign_in("agent"), customers.find_customer_card(customer()).number  # type: ignore[union-attr]
    refused = client.post(f"/customers/{number}/pins/", {"attribute": "email", "email": "nobody", "reason": "x"})
    assert refused.status_code == 422
    assert 'value="nobody"' in refused.content.decode()
    web = customers.find_record("web", "1").record_id  # type: ignore[union-attr]
    assert client.post(f"/customers/{number}/pins/", {"attribute": "email", "record": str(web)}).status_code == 302
    page = client.get(f"/customers/{number}/values/").content.decode()
    assert "As web says" in page
    assert "by hand" in page
    made = Pin.objects.get()
    assert (made.value, made.pinned_by) == ({"email": "jo@mail.test"}, f"employee:{cast.actor('agent').id}")
    assert client.post(f"/customers/{number}/pins/{made.id}/end/").status_code == 302
    assert list_pins(customer()) == {}
    assert cast.sign_in("associate").post(f"/customers/{number}/pins/", {"attribute": "email"}).status_code == 403
