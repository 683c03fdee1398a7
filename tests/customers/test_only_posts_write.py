"""A link that somebody sends changes nothing: what a page writes, a button writes."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.own_links import send_own_link
from shopkeeper.customers.actions.pinning import pin_value
from shopkeeper.customers.actions.relating import relate_customers
from shopkeeper.customers.models import OwnLink, Pin, Relation
from shopkeeper.customers.rules.relations import RelationKind
from shopkeeper.customers.web.urls import urlpatterns
from tests.cast import Cast, with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
WRITING = {
    "activation", "confirmation", "consents", "customer_requests", "distinction_withdrawal", "effect",
    "household_confirmation", "household_rejection", "household_skipping", "household_undoing", "matching_rule_effect",
    "matching_rule_end", "matching_rule_new", "matching_rule_on", "opt_in_rule_end", "own_consents", "own_contact",
    "own_link", "own_requests", "parting", "pin_end", "pin_look", "pins", "rejection", "relation_end",
    "request_erasure", "request_move", "shared_values_release", "skipping", "sources_count", "training", "undoing",
}  # fmt: skip
NOBODY = UUID(int=7)
PARTS = {
    "key": "C-1", "token": "x", "version": 1, "number": 1, "attribute": "name",
    **dict.fromkeys(("proposal_id", "pair_id", "pin_id", "relation_id", "request_id"), NOBODY),
}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    said = {"source": "till", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test"}
    take_in("customers", [said], now=NOW)
    return with_cast()


def jo() -> customers.CustomerCard:
    found = customers.find_customer_of_record("till", "1")
    assert found
    card = customers.find_customer_card(found)
    assert card
    return card


def address_of(pattern: URLPattern) -> str:
    wanted = {name: PARTS[name] for name in pattern.pattern.converters}
    return reverse(f"customers:{pattern.name}", kwargs=wanted)


def test_every_address_that_writes_takes_nothing_but_what_a_form_sends(cast: Cast) -> None:
    steward = cast.sign_in("data_steward")
    refused = {one.name for one in urlpatterns if steward.get(address_of(one)).status_code == 405}
    assert refused == WRITING


def test_a_link_ends_neither_a_pin_nor_a_relation_and_sends_no_mail(cast: Cast) -> None:
    steward, by, now = cast.sign_in("data_steward"), cast.actor("data_steward"), clock.now()
    card = jo()
    pin_value(customer_id=card.id, attribute="name", value={"name": "Joanna"}, reason="told", by=by, now=now)
    facts = {"kind": RelationKind.EMPLOYEE, "company": "Reed & Co", "starts_on": now.date()}
    relate_customers(one=card.id, other=None, **facts, by=by, now=now)
    send_own_link(customer_id=card.id, by=by, now=now)
    pin, relation = Pin.objects.get(), Relation.objects.get()
    for address in (
        f"/customers/{card.number}/pins/{pin.id}/end/",
        f"/customers/{card.number}/relations/{relation.id}/end/",
        f"/customers/{card.number}/own-link/",
    ):
        assert steward.get(address).status_code == 405
    assert Pin.objects.get(ended_at=None) == pin
    assert Relation.objects.get(ends_on=None) == relation
    assert OwnLink.objects.count() == 1


def test_who_was_signed_out_meanwhile_comes_back_to_the_page_not_to_the_deed(cast: Cast) -> None:
    page = f"/customers/{jo().number}/"
    sent = Client().post(f"{page}own-link/", headers={"Referer": f"http://testserver{page}"})
    assert sent.headers["Location"] == f"/sign-in/?next={page}"
