"""A customer's page and REST tell one story, to those who may see customers, and decisions are taken there."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.customers import public as customers
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
PEOPLE = [
    {"source": "web", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test", "city": "Leeds"},
    {"source": "till", "source_key": "2", "full_name": "Joanna Reed", "email": "jo@mail.test"},
    {"source": "calls", "source_key": "3", "full_name": "Max Orr", "phone": "07700 900777"},
]


@pytest.fixture
def jo() -> customers.CustomerCard:
    take_in("customers", PEOPLE, now=NOW)
    return card_of("web", "1")


def card_of(source: str, key: str) -> customers.CustomerCard:
    found = customers.find_customer_of_record(source, key)
    assert found is not None
    card = customers.find_customer_card(found)
    assert card is not None
    return card


def rest(*permissions: str) -> Client:
    key = create_api_key(name="test", permissions=permissions or ("*",), by=BY, now=NOW)
    return Client(headers={"Authorization": f"Bearer {key}"})


def test_a_customer_is_found_and_read_over_rest(jo: customers.CustomerCard) -> None:
    client = rest("customers.view_customers")
    [hit] = client.get("/api/customers", {"q": "jo@mail"}).json()
    assert hit["card"]["number"] == jo.number
    told = client.get(f"/api/customers/{jo.number}").json()
    assert told["customer"]["records"] == 2
    assert told["identity"]["reasons"] == ["The same e-mail address jo@mail.test: till and web."]
    assert client.get(f"/api/customers/{jo.id}/timeline").json() == []


def test_nobody_reads_customers_without_the_permission(jo: customers.CustomerCard) -> None:
    assert rest("orders.view_orders").get(f"/api/customers/{jo.number}").status_code == 403
    assert Client().get(f"/api/customers/{jo.number}").status_code == 401
    assert Client().get(f"/customers/{jo.number}/").headers["Location"].startswith("/sign-in/")


def test_an_unknown_customer_is_said_to_be_unknown(jo: customers.CustomerCard) -> None:
    response = rest().get(f"/api/customers/{UUID(int=7)}")
    assert (response.status_code, response.json()["type"]) == (404, "urn:shopkeeper:customer_not_found")


def test_people_are_joined_and_parted_over_rest(jo: customers.CustomerCard) -> None:
    max_orr, client = card_of("calls", "3"), rest()
    body = {"one": str(jo.id), "other": str(max_orr.id)}
    joined = client.post("/api/customers/merges", body, content_type="application/json")
    assert (joined.status_code, joined.json()) == (201, {"customer_id": str(jo.id)})
    again = client.post("/api/customers/merges", body, content_type="application/json")
    assert (again.status_code, again.json()["title"]) == (409, "These two are one customer already.")
    assert client.get(f"/api/customers/{max_orr.number}").json()["customer"]["number"] == jo.number
    said = {"purpose": "marketing", "channel": "email", "state": "denied"}
    path = f"/api/customers/{jo.number}/consents"
    assert client.post(path, said, content_type="application/json").status_code == 201
    parted = client.delete(f"/api/customers/merges/{max_orr.id}")
    told = {"customer_id": str(max_orr.id), "left": {"Consents": 1}}
    assert (parted.status_code, parted.json()) == (200, told), "nobody knows whose word that was"
    assert client.get(f"/api/customers/{max_orr.number}").json()["customer"]["number"] == max_orr.number


def test_a_record_is_handed_over_and_its_person_given_back(jo: customers.CustomerCard) -> None:
    record = {"source": "app", "source_key": "9", "full_name": "Jo Reed", "email": "jo@mail.test"}
    response = rest("customers.record_customers").post(
        "/api/customers/records", record, content_type="application/json"
    )
    assert (response.status_code, response.json()["customer_id"]) == (201, str(jo.id))
    assert card_of("app", "9").records == 3


def test_consent_is_written_down_and_in_force(jo: customers.CustomerCard) -> None:
    said = {"purpose": "marketing", "state": "granted", "channel": "email"}
    response = rest().post(f"/api/customers/{jo.number}/consents", said, content_type="application/json")
    assert response.status_code == 201
    assert customers.may_contact(jo.id, customers.Purpose.MARKETING, "email")
    assert not customers.may_contact(jo.id, customers.Purpose.MARKETING, "sms")


@pytest.mark.parametrize(("who", "offered"), [("agent", 0), ("data_steward", 3)])
def test_only_those_who_may_decide_are_offered_decisions(who: str, offered: int) -> None:
    cast = with_cast()
    number = customers.get_customer_cards([cast.customers["margaret"]])[cast.customers["margaret"]].number
    page = cast.sign_in(who).get(f"/customers/{number}/identity/").content.decode()
    assert sum(f'/customers/{number}/{door}"' in page for door in ("export.json", "merge/", "erasure/")) == offered
