"""Machines hand over records one or many, decide, ask, and read what people allow."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.models import SourceRecord
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
ZOE = {"source": "web", "source_key": "1", "full_name": "Zoe Quill", "email": "zoe@mail.test"}
MAX = {"source": "till", "source_key": "2", "full_name": "Max Orr", "email": "max@mail.test"}


class Machine:
    """A client with a key that may do everything."""

    def __init__(self) -> None:
        key = create_api_key(name="test", permissions=("*",), by=BY, now=NOW)
        self.client = Client(headers={"Authorization": f"Bearer {key}"})

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(f"/api/{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def people() -> tuple[UUID, UUID]:
    take_in("customers", [ZOE, MAX], now=NOW)
    zoe, max_orr = customers.find_customer_of_record("web", "1"), customers.find_customer_of_record("till", "2")
    assert zoe
    assert max_orr
    return zoe, max_orr


def test_of_many_records_each_is_taken_or_has_its_own_problem(machine: Machine, people: tuple[UUID, UUID]) -> None:
    erase_customer(customer_id=people[1], by=BY, now=NOW)
    sent = [
        {**ZOE, "source": "app", "source_key": "7"},
        {"source": "app", "full_name": "No key"},
        MAX,
        {"source": "app", "source_key": "8", "full_name": "New One", "born_on": "1980-02-30"},
        {"source": "app", "source_key": "9", "full_name": "New Two"},
    ]
    response = machine.post("customers/records", sent)
    assert response.status_code == 207
    taken, incomplete, erased, no_day, new = response.json()
    assert taken["customer_id"] == str(people[0])
    assert (incomplete["status"], incomplete["errors"][0]["field"]) == (422, "source_key")
    assert (erased["type"], erased["status"]) == ("urn:shopkeeper:person_erased", 410)
    assert no_day["errors"][0]["field"] == "born_on"
    assert new["customer_id"] == str(customers.find_customer_of_record("app", "9"))
    assert SourceRecord.objects.filter(source="app").count() == 2


def test_many_records_with_a_key_are_taken_once(machine: Machine) -> None:
    first, again = (machine.post("customers/records", [ZOE, MAX], **{"Idempotency-Key": "k"}) for _ in range(2))
    assert first.json() == again.json()
    assert SourceRecord.objects.count() == 2


def test_a_thousand_records_at_most_and_one_alone_as_before(machine: Machine) -> None:
    too_many = machine.post("customers/records", [{"source": "s", "source_key": str(n)} for n in range(1_001)])
    assert (too_many.status_code, too_many.json()["type"]) == (422, "urn:shopkeeper:too_many_records")
    assert SourceRecord.objects.count() == 0
    alone = machine.post("customers/records", ZOE)
    assert (alone.status_code, set(alone.json())) == (201, {"record_id", "customer_id"})
    assert machine.post("customers/records", {"source": "web"}).status_code == 422


def test_the_id_of_a_merged_customer_leads_to_the_survivor_and_two_people_stay_two(
    machine: Machine, people: tuple[UUID, UUID]
) -> None:
    two = {"one": str(people[0]), "other": str(people[1])}
    assert machine.post("customers/distinctions", two).status_code == 201
    assert machine.post("customers/merges", two).json()["type"] == "urn:shopkeeper:kept_apart"
    taken_back = machine.client.delete(f"/api/customers/distinctions?one={people[0]}&other={people[1]}")
    assert taken_back.status_code == 200
    survivor = machine.post("customers/merges", two).json()["customer_id"]
    for customer in people:
        assert machine.client.get(f"/api/customers/{customer}").json()["customer"]["id"] == survivor


def test_relations_are_written_and_ended(machine: Machine, people: tuple[UUID, UUID]) -> None:
    said = {"kind": "household", "other": str(people[1])}
    written = machine.post(f"customers/{people[0]}/relations", said)
    assert (written.status_code, len(written.json())) == (201, 1)
    ended = machine.client.delete(f"/api/customers/{people[0]}/relations/{written.json()[0]['id']}")
    assert (ended.status_code, ended.json()) == (200, [])


def test_a_consent_for_a_channel_that_does_not_exist_is_not_written(
    machine: Machine, people: tuple[UUID, UUID]
) -> None:
    said = {"purpose": "marketing", "state": "revoked", "channel": "e-mail"}
    refused = machine.post(f"customers/{people[0]}/consents", said)
    assert refused.status_code == 422
    assert refused.json()["title"] == (
        "“e-mail” is no channel. Say one of these, or none for all: email, sms, phone, letter."
    )
    known = {**said, "channel": "email"}
    assert machine.post(f"customers/{people[0]}/consents", {**known, "proof": "x" * 2_001}).status_code == 422
    assert machine.client.get(f"/api/customers/{people[0]}/consents").json()["statements"] == []


def test_consents_are_read_with_their_proof(machine: Machine, people: tuple[UUID, UUID]) -> None:
    said = {"purpose": "marketing", "state": "granted", "channel": "email", "text_version": "7", "proof": "form 9"}
    assert machine.post(f"customers/{people[0]}/consents", said).status_code == 201
    told = machine.client.get(f"/api/customers/{people[0]}/consents").json()
    assert [row["allowed"] for row in told["in_force"] if row["purpose"] == "marketing"] == [True]
    assert [(row["state"], row["text_version"], row["proof"]) for row in told["statements"]] == [
        ("granted", "7", "form 9")
    ]


def test_a_request_is_opened_checked_and_carried_out(machine: Machine, people: tuple[UUID, UUID]) -> None:
    opened = machine.post(f"customers/{people[0]}/requests", {"kind": "erasure"}).json()
    path = f"privacy-requests/{opened['id']}"
    early = machine.post(f"{path}/erasure", {})
    assert (early.status_code, early.json()["type"]) == (409, "urn:shopkeeper:not_checked_yet")
    assert machine.post(f"{path}/check", {"reason": ""}).status_code == 422
    assert machine.post(f"{path}/check", {"reason": "Passport"}).json()["checked_at"] is not None
    assert machine.post(f"{path}/extension", {"reason": "Nine systems"}).json()["extended_at"] is not None
    assert machine.post(f"{path}/erasure", {}).json()["rows"]["Source records"] == 1
    assert machine.client.get(f"/api/{path}").json()["outcome"] == "done"
    assert machine.client.get(f"/api/customers/{people[0]}").status_code == 404
    refused = machine.post(f"customers/{people[1]}/requests", {"kind": "correction"}).json()
    settled = machine.post(
        f"privacy-requests/{refused['id']}/settlement", {"outcome": "refused", "reason": "It is written so"}
    )
    assert settled.json()["outcome"] == "refused"
    assert [row["outcome"] for row in machine.client.get("/api/privacy-requests").json()] == ["refused", "done"]


def test_all_of_it_stands_in_the_description(machine: Machine) -> None:
    paths = machine.client.get("/api/openapi.json").json()["paths"]
    for path in ("customers/records", "customers/distinctions", "customers/{key}/relations", "privacy-requests"):
        assert f"/api/{path}" in paths
