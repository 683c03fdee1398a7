"""Which of the known values counts is a rule that people choose; every value says where it comes from."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.surviving import choose_rule, rework_profiles
from shopkeeper.customers.errors import RuleNotOffered, SourcesMissing
from shopkeeper.customers.models import Profile, Survivorship
from shopkeeper.customers.queries.lineage import tell_values
from shopkeeper.customers.queries.survivorship import list_former_rules, preview_choice
from shopkeeper.customers.rules.survivorship import Choice, Rule, list_offered
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")


def record(source: str, day: int, **said: str) -> dict[str, object]:
    return {
        "source": source, "source_key": "1", "person_key": "", "card_number": "9001",
        "changed_at": NOW + timedelta(days=day), **said,
    }  # fmt: skip


JO = [
    record(
        "web", 0, full_name="Jo Reed", email="jo@mail.test", phone="07700 900111", street="1 Mill Lane", city="Leeds"
    ),
    record("till", 2, full_name="J Reed", email="j.reed@shop.test", phone="07700 900222"),
    record("calls", 1, full_name="Jo Reed", email="j.reed@shop.test", phone="07700 900111", postcode="LS1 1AA"),
]


@pytest.fixture
def jo() -> UUID:
    take_in("customers", JO, now=NOW)
    found = customers.find_customer_of_record("web", "1")
    assert found is not None
    return found


def choose(attribute: str, rule: Rule, *sources: str) -> None:
    choose_rule(choice=Choice(attribute, rule, sources), reason="agreed", by=BY, now=NOW)
    rework_profiles(by=BY, now=NOW)


def profile() -> Profile:
    return Profile.objects.get()


def test_nobody_decided_so_the_most_recent_counts(jo: UUID) -> None:
    found = profile()
    assert (found.name, found.email, found.phone) == ("Jo Reed", "j.reed@shop.test", "07700 900222")
    assert (found.street, found.city, found.postcode) == ("1 Mill Lane", "Leeds", ""), "a postcode alone is no address"


def test_sources_count_in_their_order_and_those_not_named_come_last(jo: UUID) -> None:
    choose("email", Rule.SOURCE, "web", "calls")
    choose("phone", Rule.SOURCE, "loyalty_that_does_not_exist", "calls")
    assert (profile().email, profile().phone) == ("jo@mail.test", "07700 900111")
    assert profile().lineage["email"] == str(customers.find_record("web", "1").record_id)  # type: ignore[union-attr]


def test_what_most_records_say_counts_however_it_is_written(jo: UUID) -> None:
    choose("phone", Rule.FREQUENT)
    assert profile().phone == "07700 900111"


def test_what_a_customer_types_counts_before_what_is_typed_for_them(jo: UUID) -> None:
    choose("email", Rule.DECLARED, "web")
    choose("name", Rule.DECLARED, "till")
    assert (profile().email, profile().name) == ("jo@mail.test", "Jo Reed"), "initials never beat a name"


def test_a_proven_address_counts_before_a_newer_one(jo: UUID) -> None:
    said = {
        "source": "web", "source_key": "c", "customer_key": "1", "purpose": "marketing", "channel": "email",
        "contact_point": "Jo@mail.test", "state": "granted", "proof": "click 77", "occurred_at": NOW,
    }  # fmt: skip
    take_in("consents", [said], now=NOW)
    choose("email", Rule.VERIFIED)
    assert profile().email == "jo@mail.test"


def test_all_can_be_kept_beside_the_most_recent(jo: UUID) -> None:
    choose("email", Rule.ALL)
    assert (profile().email, profile().also) == ("j.reed@shop.test", {"email": ["jo@mail.test"]})


def test_parts_of_an_address_come_from_one_record_whatever_the_rule(jo: UUID) -> None:
    for rule, sources in ((Rule.SOURCE, ["web"]), (Rule.DECLARED, ["web"])):
        choose("address", rule, *sources)
        assert (profile().street, profile().city, profile().postcode) == ("1 Mill Lane", "Leeds", "")


def test_town_and_postcode_follow_the_street_and_a_later_town_alone_takes_nobody_out_of_their_house(jo: UUID) -> None:
    moved = record("calls", 3, full_name="Jo Reed", phone="07700 900111", street="9 Oak Drive", postcode="YO1 7AB")
    take_in("customers", [moved], now=NOW)
    assert (profile().street, profile().city, profile().postcode) == ("9 Oak Drive", "", "YO1 7AB")
    take_in("customers", [record("till", 9, full_name="J Reed", city="Hull")], now=NOW)
    assert (profile().street, profile().city, profile().postcode) == ("9 Oak Drive", "", "YO1 7AB")
    choose("address", Rule.SOURCE, "till")
    assert profile().street == "9 Oak Drive"


def test_every_value_says_which_record_gave_it_and_who_disagrees(jo: UUID) -> None:
    choose("email", Rule.SOURCE, "web")
    told = {story.attribute: story for story in tell_values(jo)}
    email = told["email"]
    assert email.given is not None
    assert (email.value, email.given.source, email.given.at) == ("jo@mail.test", "web", NOW)
    assert email.choice.rule is Rule.SOURCE
    assert [(said.value, said.source) for said in email.others] == [
        ("j.reed@shop.test", "till"), ("j.reed@shop.test", "calls"),
    ]  # fmt: skip
    assert told["address"].value == "1 Mill Lane, Leeds"


def test_a_preview_counts_without_changing_anything(jo: UUID) -> None:
    take_in(
        "customers", [{"source": "web", "source_key": "2", "full_name": "Max Orr", "email": "max@mail.test"}], now=NOW
    )
    seen = preview_choice(Choice("email", Rule.SOURCE, ("web",)))
    assert (seen.looked_at, seen.changed, seen.of_all, seen.is_whole) == (1, 1, 1, True)
    [change] = seen.examples
    assert (change.card.id, change.before, change.after) == (jo, "j.reed@shop.test", "jo@mail.test")
    assert profile_email(jo) == "j.reed@shop.test"
    assert preview_choice(Choice("email", Rule.RECENT)).changed == 0


def profile_email(customer: UUID) -> str:
    return Profile.objects.get(customer=customer).email


def test_what_was_decided_before_is_kept_with_who_and_when(jo: UUID) -> None:
    choose("email", Rule.SOURCE, "web")
    choose_rule(choice=Choice("email", Rule.ALL), reason="", by=BY, now=NOW + timedelta(days=1))
    latest, former = list_former_rules("email")
    assert (latest.choice.rule, latest.until) == (Rule.ALL, None)
    assert (former.choice, former.decided_by, former.reason) == (
        Choice("email", Rule.SOURCE, ("web",)),
        "system:test",
        "agreed",
    )
    assert former.until == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        (Choice("born_on", Rule.VERIFIED), RuleNotOffered),
        (Choice("shoe_size", Rule.RECENT), RuleNotOffered),
        (Choice("email", Rule.SOURCE), SourcesMissing),
        (Choice("email", Rule.SOURCE, ("nowhere",)), SourcesMissing),
    ],
    ids=["no_proof_of_birthdays", "no_such_attribute", "no_sources", "no_known_source"],
)
def test_a_rule_that_makes_no_sense_is_refused(jo: UUID, choice: Choice, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        choose_rule(choice=choice, reason="", by=BY, now=NOW)
    assert Survivorship.objects.count() == 0


def test_new_arrivals_are_chosen_by_the_rule_in_force(jo: UUID) -> None:
    choose("email", Rule.SOURCE, "web")
    take_in("customers", [record("till", 9, full_name="Jo Reed", email="newest@shop.test")], now=NOW)
    assert profile().email == "jo@mail.test"


def test_every_offered_rule_works_for_every_attribute(jo: UUID) -> None:
    offered = [(name, rule) for name in ("name", "email", "phone", "card_number", "born_on", "language", "address")
               for rule in list_offered(name)]  # fmt: skip
    assert len(offered) == 34
    for name, rule in offered:
        choose(name, rule, *(["calls"] if rule in (Rule.SOURCE, Rule.DECLARED) else []))
    assert profile().card_number == "9001"


@pytest.fixture
def steward() -> Client:
    return with_cast().sign_in("data_steward")


def test_a_steward_sees_what_a_rule_would_change_and_chooses_it(jo: UUID, steward: Client) -> None:
    asked = {"rule": "source", "sources": "web\ntill", "reason": "web is typed by customers"}
    seen = steward.get("/customers/golden-rules/email/preview/", asked).content.decode()
    assert "1 profile would change" in seen
    assert "jo@mail.test" in seen
    assert steward.post("/customers/golden-rules/email/", asked).status_code == 302
    listed = steward.get("/customers/golden-rules/").content.decode()
    assert "By source, in an order" in listed
    assert "web is typed by customers" in listed
    refused = steward.post("/customers/golden-rules/email/", {"rule": "source", "sources": "nowhere"})
    assert "Name at least one of: calls, till, web." in refused.content.decode()


def test_a_customers_page_says_where_values_come_from(jo: UUID, steward: Client) -> None:
    number = customers.find_customer_card(jo).number  # type: ignore[union-attr]
    assert "from till" in steward.get(f"/customers/{number}/").content.decode()
    page = steward.get(f"/customers/{number}/values/").content.decode()
    assert "j.reed@shop.test" in page
    assert "jo@mail.test" in page
