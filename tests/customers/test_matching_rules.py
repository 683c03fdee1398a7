"""A retailer writes rules of its own for who is one person, sees whom they would join, and switches them on and off."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.arrivals import record_person
from shopkeeper.customers.actions.distinguishing import keep_apart
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.joining import join_by_rules
from shopkeeper.customers.actions.matching_rules import end_rule, look_at_rule, switch_rule_on, write_rule
from shopkeeper.customers.actions.merging import unmerge_customer
from shopkeeper.customers.actions.nights import begin_run, finish_run, is_due
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.actions.rule_keys import file_rule, forget_rule_keys
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.contracts import LinkReason, RecordData
from shopkeeper.customers.contracts.matching_rules import RuleEffect, RuleState
from shopkeeper.customers.errors.matching_rules import (
    AlreadyOn,
    MatchingRuleNotFound,
    RuleEffectOutdated,
    RuleEffectUnseen,
    RuleExists,
    RuleTooWide,
    RuleValueUnknown,
)
from shopkeeper.customers.models import MatchingRule, Merge, RuleKey
from shopkeeper.customers.queries.explanations import explain_identity
from shopkeeper.customers.queries.matching_rules import list_matching_rules
from tests.cast import with_cast
from tests.customers.population import make_town
from tests.customers.test_rest import Machine
from tests.customers.trained import train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
ANN = {
    "source": "web", "source_key": "1", "full_name": "Ann Moor", "born_on": "1970-03-02", "postcode": "LS1 4AP",
    "email": "ann@mail.test",
}  # fmt: skip
A_MOOR = {"source": "till", "source_key": "2", "full_name": "A. Moor", "born_on": "1970-03-02", "postcode": "ls1 4ap"}
BIRTHDAY = ["family_name", "born_on", "postcode"]
CLUB = ["detail_1", "family_name"]


def of(key: str, source: str = "web") -> UUID:
    found = customers.find_customer_of_record(source, key)
    assert found is not None
    return found


def write(attributes: list[str]) -> int:
    number = write_rule(attributes=attributes, reason="", by=BY, now=NOW)
    file_rule(number=number, by=BY, now=NOW)
    return number


def switch_on(attributes: list[str]) -> int:
    number = write(attributes)
    look_at_rule(number=number, by=BY, now=NOW)
    switch_rule_on(number=number, seen_at=NOW, by=BY, now=NOW)
    join_by_rules(by=BY, now=NOW)
    return number


def end(number: int) -> None:
    end_rule(number=number, by=BY, now=NOW)
    forget_rule_keys(number=number, by=BY, now=NOW)


def of_a_club(key: str, name: str, club: str = "4711", **more: str) -> dict[str, str]:
    return {"source": "web", "source_key": key, "full_name": name, "detail_1": club, **more}


def test_a_rule_says_whom_it_would_join_and_joins_nobody_before_it_is_switched_on() -> None:
    take_in("customers", [ANN, A_MOOR], now=NOW)
    effect = look_at_rule(number=write(BIRTHDAY), by=BY, now=NOW)
    assert (effect.merged, effect.people, effect.records) == (1, 1, 2)
    assert set(effect.examples[0]) == {of("1"), of("2", "till")}
    assert join_by_rules(by=BY, now=NOW) == 0
    assert of("1") != of("2", "till")


def test_a_rule_that_is_switched_on_joins_what_is_stored_and_the_explanation_names_it() -> None:
    take_in("customers", [ANN, A_MOOR], now=NOW)
    number = switch_on(BIRTHDAY)
    assert of("1") == of("2", "till")
    assert Merge.objects.get().reason == LinkReason.RULE
    reasons = explain_identity(of("1")).reasons
    assert f"Your rule {number}, the same family name, date of birth and postcode: till and web." in reasons


def test_what_arrives_in_a_file_is_joined_with_what_is_stored_and_with_each_other() -> None:
    take_in("customers", [ANN], now=NOW)
    switch_on(BIRTHDAY)
    take_in("customers", [A_MOOR, {**A_MOOR, "source_key": "3", "full_name": "Moor, A"}], now=NOW)
    assert of("1") == of("2", "till") == of("3", "till")


@pytest.mark.parametrize("has_model", [False, True])
def test_a_record_that_comes_alone_is_joined_too(has_model: bool) -> None:
    if has_model:
        town = [{"source_key": str(place), **said} for place, said in enumerate(make_town(60)[0])]
        take_in("customers", town, now=NOW)
        train_for_use(by=BY, now=NOW)
    take_in("customers", [of_a_club("1", "Ann Moor")], now=NOW)
    switch_on(CLUB)
    came = RecordData(source="till", source_key="2", full_name="Zeb Moor", detail_1="4711")
    card = record_person(data=came, by=BY, now=NOW)
    assert card.customer_id == of("1") == of("2", "till")


def test_what_is_left_blank_is_never_the_same() -> None:
    take_in("customers", [of_a_club("1", "Ann Moor", ""), of_a_club("2", "Bea Moor", "")], now=NOW)
    switch_on(CLUB)
    assert of("1") != of("2")
    assert not RuleKey.objects.exists()


def test_what_people_decided_stands_above_a_rule() -> None:
    take_in("customers", [of_a_club("1", "Ann Moor"), of_a_club("2", "Bea Moor")], now=NOW)
    keep_apart(one=of("1"), other=of("2"), by=BY, now=NOW)
    number = write(CLUB)
    assert look_at_rule(number=number, by=BY, now=NOW).decided_apart == 1
    switch_rule_on(number=number, seen_at=NOW, by=BY, now=NOW)
    assert join_by_rules(by=BY, now=NOW) == 0
    take_in("customers", [of_a_club("2", "Beatrice Moor")], now=NOW)
    assert of("1") != of("2")


def test_who_parts_what_a_rule_joined_is_not_overruled_by_it() -> None:
    take_in("customers", [of_a_club("1", "Ann Moor"), of_a_club("2", "Bea Moor")], now=NOW)
    switch_on(CLUB)
    unmerge_customer(merged_id=Merge.objects.get().merged_id, by=BY, now=NOW)
    assert join_by_rules(by=BY, now=NOW) == 0
    take_in("customers", [of_a_club("2", "Beatrice Moor")], now=NOW)
    assert of("1") != of("2")


def test_another_date_of_birth_keeps_two_apart_and_who_says_none_is_neither() -> None:
    rows = [
        of_a_club("1", "Ann Moor", born_on="1970-03-02"),
        of_a_club("2", "Bea Moor", born_on="1998-11-30"),
        of_a_club("3", "Cy Moor"),
    ]
    take_in("customers", rows, now=NOW)
    number = switch_on(CLUB)
    assert len({of("1"), of("2"), of("3")}) == 3
    assert look_at_rule(number=number, by=BY, now=NOW).born_apart == 1


def test_the_same_card_outweighs_another_date_of_birth() -> None:
    rows = [{**ANN, "card_number": "630011"}, {**A_MOOR, "card_number": "6300-11", "born_on": "1998-11-30"}]
    town = [{"source_key": str(place), **said} for place, said in enumerate(make_town(60)[0])]
    take_in("customers", town, now=NOW)
    train_for_use(by=BY, now=NOW)
    take_in("customers", rows, now=NOW)
    assert of("1") != of("2", "till")
    switch_on(["card_number"])
    assert of("1") == of("2", "till")


def test_a_value_of_too_many_names_joins_nobody() -> None:
    names = ["Ann Moor", "Bob Reed", "Cy Lane", "Di Hart", "Ed Birch"]
    rows = [of_a_club(str(n), name, postcode="LS1 4AP") for n, name in enumerate(names)]
    take_in("customers", rows, now=NOW)
    effect = look_at_rule(number=write(["detail_1", "postcode"]), by=BY, now=NOW)
    assert (effect.merged, effect.passed_over) == (0, 1)


def test_a_corrected_record_says_something_else_to_a_rule_and_an_erased_one_nothing() -> None:
    take_in("customers", [of_a_club("1", "Ann Moor"), of_a_club("2", "Bea Reed")], now=NOW)
    switch_on(CLUB)
    take_in("customers", [of_a_club("2", "Bea Moor")], now=NOW)
    assert of("1") == of("2")
    assert RuleKey.objects.count() == 2
    erase_customer(customer_id=of("1"), by=BY, now=NOW)
    assert not RuleKey.objects.exists()


@pytest.fixture
def two_of_a_club() -> int:
    """Two strangers to the model, whom a rule joined, and the number of the rule."""
    town = [{"source_key": str(place), **said} for place, said in enumerate(make_town(120)[0])]
    take_in("customers", town, now=NOW)
    train_for_use(by=BY, now=NOW)
    take_in("customers", [of_a_club("1", "Ann Moor", city="York"), of_a_club("2", "Zeb Moor", city="Hull")], now=NOW)
    return switch_on(CLUB)


def test_a_look_at_all_records_leaves_together_what_a_rule_joined(two_of_a_club: int) -> None:
    assert relink(by=BY, now=NOW).moved == 0
    assert of("1") == of("2")


def test_what_only_a_rule_joined_is_parted_by_the_model_after_its_end(two_of_a_club: int) -> None:
    begin_run(by=BY, now=NOW)
    finish_run(figures={}, by=BY, now=NOW)
    assert not is_due(now=NOW + timedelta(minutes=1))
    end_rule(number=two_of_a_club, by=BY, now=NOW + timedelta(minutes=1))
    assert is_due(now=NOW + timedelta(minutes=2))
    relink(by=BY, now=NOW + timedelta(minutes=2))
    assert of("1") != of("2")


def test_a_rule_that_was_ended_joins_nobody_who_arrives() -> None:
    take_in("customers", [of_a_club("1", "Ann Moor")], now=NOW)
    end(switch_on(CLUB))
    take_in("customers", [of_a_club("2", "Bea Moor")], now=NOW)
    assert of("1") != of("2")
    assert not RuleKey.objects.exists()
    assert [card.state for card in list_matching_rules(now=NOW)] == [RuleState.ENDED]


@pytest.mark.parametrize(
    "attributes", [[], ["family_name"], ["given_name", "family_name", "city"], ["email"], ["born_on"]]
)
def test_a_rule_by_which_strangers_would_be_one_is_refused(attributes: list[str]) -> None:
    with pytest.raises(RuleTooWide):
        write_rule(attributes=attributes, reason="", by=BY, now=NOW)
    assert not MatchingRule.objects.exists()


def test_a_rule_is_refused_that_asks_for_nothing_we_know_or_that_is_there_already() -> None:
    number = write(["email", "family_name"])
    with pytest.raises(RuleExists, match=f"Rule {number} asks for the same already"):
        write(["family_name", "email", "email"])
    with pytest.raises(RuleValueUnknown, match="A rule cannot ask for “shoe_size”"):
        write(["email", "shoe_size"])
    assert MatchingRule.objects.count() == 1


def test_nobody_switches_on_a_rule_whose_effect_they_have_not_seen() -> None:
    take_in("customers", [ANN, A_MOOR], now=NOW)
    number = write(BIRTHDAY)
    with pytest.raises(RuleEffectUnseen):
        switch_rule_on(number=number, seen_at=None, by=BY, now=NOW)
    look_at_rule(number=number, by=BY, now=NOW)
    with pytest.raises(RuleEffectUnseen):
        switch_rule_on(number=number, seen_at=NOW - timedelta(hours=1), by=BY, now=NOW)
    with pytest.raises(RuleEffectOutdated):
        switch_rule_on(number=number, seen_at=NOW, by=BY, now=NOW + timedelta(days=8))
    assert MatchingRule.objects.get().switched_on_at is None
    switch_rule_on(number=number, seen_at=NOW, by=BY, now=NOW)
    with pytest.raises(AlreadyOn):
        switch_rule_on(number=number, seen_at=NOW, by=BY, now=NOW)
    with pytest.raises(MatchingRuleNotFound):
        end_rule(number=99, by=BY, now=NOW)


def test_a_steward_writes_sees_switches_on_and_ends_a_rule_on_the_page() -> None:
    client = with_cast().sign_in("data_steward")
    take_in("customers", [ANN, A_MOOR], now=NOW)
    page = "/customers/matching-rules/"
    assert "No rule yet" in client.get(page).content.decode()
    refused = client.post(f"{page}new/", {"attributes": ["family_name"], "reason": "why not"}).content.decode()
    assert "Strangers share all of that" in refused
    assert "why not" in refused
    client.post(f"{page}new/", {"attributes": BIRTHDAY, "reason": "Our club"})
    number = MatchingRule.objects.get().number
    file_rule(number=number, by=BY, now=NOW)
    seen = client.get(page).content.decode()
    assert "being worked out" in seen
    look_at_rule(number=number, by=BY, now=datetime.now(UTC))
    told = client.get(page).content.decode()
    assert "It would join 1 customer with another one" in told
    assert "A. Moor" in told
    assert "Our club" in told
    effect = MatchingRule.objects.get().effect["looked_at"]
    client.post(f"{page}{number}/activation/", {"seen": effect})
    assert "in force" in client.get(page).content.decode()
    client.post(f"{page}{number}/end/")
    assert MatchingRule.objects.get().ended_at is not None


def test_who_may_not_write_rules_does_not_see_them() -> None:
    client = with_cast().sign_in("agent")
    assert client.get("/customers/matching-rules/").status_code == 403


def test_a_rule_goes_all_its_way_over_rest() -> None:
    machine = Machine()
    take_in("customers", [ANN, A_MOOR], now=NOW)
    wide = machine.post("matching-rules", {"attributes": ["city"]})
    assert (wide.status_code, wide.json()["type"]) == (409, "urn:shopkeeper:matching_rule_too_wide")
    written = machine.post("matching-rules", {"attributes": BIRTHDAY, "reason": "club"}).json()
    assert (written["number"], written["state"]) == (1, "waiting")
    file_rule(number=1, by=BY, now=NOW)
    look_at_rule(number=1, by=BY, now=datetime.now(UTC))
    [told] = machine.client.get("/api/matching-rules").json()
    assert told["effect"]["merged"] == 1
    unseen = machine.post("matching-rules/1/activation", {})
    assert unseen.json()["type"] == "urn:shopkeeper:matching_rule_effect_unseen"
    on = machine.post("matching-rules/1/activation", {"effect_seen": told["effect"]["looked_at"]})
    assert (on.status_code, on.json()["state"]) == (201, "in_force")
    ended = machine.client.delete("/api/matching-rules/1").json()
    assert ended["state"] == "ended"


def test_a_rule_goes_all_its_way_on_the_command_line() -> None:
    take_in("customers", [ANN, A_MOOR], now=NOW)

    def run(*words: str) -> str:
        done = CliRunner().invoke(commands, ["rules", *words])
        assert done.exit_code == 0, done.output
        return done.output

    assert run("list") == "There is no rule yet.\n"
    written = run("write", *BIRTHDAY, "--why", "club")
    assert "Rule 1 would join 1 customer with others, which makes 1 person" in written
    assert "Rule 1 is in force. Customers joined: 1." in run("switch-on", "1", "--yes")
    assert of("1") == of("2", "till")
    assert run("list") == "Rule 1, in force: the same family name, date of birth and postcode.\n"
    assert run("end", "1") == "Rule 1 joins nobody any more.\n"


def test_the_page_tells_in_words_that_a_rule_was_written_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "mira")
    take_in("customers", [ANN, A_MOOR], now=NOW)
    CliRunner().invoke(commands, ["rules", "write", *BIRTHDAY])
    told = with_cast().sign_in("data_steward").get("/customers/matching-rules/").content.decode()
    assert "Written by the command line (mira)" in told
    assert "operator:" not in told


def test_the_records_of_one_who_was_joined_by_an_ended_rule_are_not_told_as_a_single_one() -> None:
    take_in("customers", [ANN, A_MOOR], now=NOW)
    end(switch_on(BIRTHDAY))
    told = with_cast().sign_in("data_steward").get(f"/customers/{of('1')}/identity/").content.decode()
    assert "What joined them is no longer in force." in told
    assert "A single record." not in told


def test_an_effect_is_kept_with_all_its_figures() -> None:
    take_in("customers", [ANN, A_MOOR], now=NOW)
    number = write(BIRTHDAY)
    effect = look_at_rule(number=number, by=BY, now=NOW)
    [card] = list_matching_rules(now=NOW)
    assert card.effect == effect != RuleEffect()
