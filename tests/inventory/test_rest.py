"""Shops and tills ask and tell by REST."""

import json
from typing import Any

import pytest
from django.test import Client

from shopkeeper.core import api_keys, clock
from shopkeeper.core.console import operator
from shopkeeper.inventory.models import Location
from tests.inventory.shelves import position, with_location, with_stock

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ("inventory.view_stock", "inventory.reserve_stock", "inventory.record_movements")


class Till:
    """A machine with a key."""

    def __init__(self, *permissions: str, scopes: Any = None) -> None:
        api_keys._cache.clear()
        made = {"name": "till", "permissions": permissions, "scopes": scopes, "by": operator(), "now": clock.now()}
        self._key = api_keys.create_api_key(**made)

    def get(self, path: str) -> Any:
        return Client().get(path, headers={"authorization": f"Bearer {self._key}"})

    def post(self, path: str, body: Any) -> Any:
        told = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"authorization": f"Bearer {self._key}"}
        return Client().post(path, told, content_type="application/json", headers=headers)

    def put(self, path: str, body: Any) -> Any:
        headers = {"authorization": f"Bearer {self._key}"}
        return Client().put(path, json.dumps(body), content_type="application/json", headers=headers)

    def delete(self, path: str) -> Any:
        return Client().delete(path, headers={"authorization": f"Bearer {self._key}"})


def test_one_item_and_many_in_the_order_asked() -> None:
    with_stock(5)
    with_stock(3, sku="LAMP", location="YRK")
    till = Till(*ALL)
    one = till.get("/api/availability/KETTLE").json()
    assert (one["available"], one["locations"][0]["location"], one["locations"][0]["available"]) == (5, "LDS", 5)
    many = till.post("/api/availability", {"skus": ["MOON", "LAMP", "KETTLE"]}).json()["items"]
    assert [(item["sku"], item["known"], item["available"]) for item in many] == [
        ("MOON", False, 0), ("LAMP", True, 3), ("KETTLE", True, 5),
    ]  # fmt: skip


def test_an_item_whose_code_has_a_slash_is_found_under_its_address() -> None:
    with_stock(5, sku="CUP/12 RED")
    one = Till(*ALL).get("/api/availability/CUP%2F12%20RED").json()
    assert (one["sku"], one["known"], one["available"]) == ("CUP/12 RED", True, 5)


def wish(quantity: int, **more: Any) -> dict[str, Any]:
    return {"demands": [{"ref": "cart:1/1", "sku": "KETTLE", "location": "LDS", "quantity": quantity}], **more}


def test_pieces_are_kept_once_made_hard_and_leave() -> None:
    with_stock(5)
    till = Till(*ALL)
    kept = [till.post("/api/reservations", wish(2, minutes=15)) for _ in range(2)]
    assert [(r.status_code, r.json()["complete"]) for r in kept] == [(201, True), (201, True)]
    assert position().reserved == 2
    claim = {"ref": "cart:1/1"}
    assert till.post("/api/reservations/hardening", claim).json() == {"kept": 2}
    assert till.post("/api/reservations/consumption", {**claim, "quantity": 1}).json() == {"consumed": 1}
    assert till.post("/api/reservations/release", claim).json() == {"released": 1}
    assert [row["open"] for row in till.get("/api/reservations?ref=cart:1/1").json()] == [0]
    assert (position().on_hand, position().reserved) == (4, 0)


def test_what_is_not_there_is_a_conflict_that_says_what_is_free() -> None:
    with_stock(1)
    refused = Till(*ALL).post("/api/reservations", wish(2))
    assert (refused.status_code, refused.json()["lines"][0]["free"]) == (409, 1)
    assert position().reserved == 0


def movement(quantity: Any, key: str = "1", location: str = "LDS") -> dict[str, Any]:
    return {
        "kind": "sell", "sku": "KETTLE", "location": location, "quantity": quantity, "source": "till",
        "source_key": key, "occurred_at": clock.now().isoformat(),
    }  # fmt: skip


def test_movements_count_once() -> None:
    with_stock(5)
    told = {"movements": [movement(1), movement(1), movement(1, "2"), movement(1, "3", "MARS")]}
    till = Till(*ALL)
    first = till.post("/api/inventory/movements", told)
    assert (first.status_code, counts(first)) == (200, (2, 1, 1, 0))
    assert [one["state"] for one in first.json()["outcomes"]] == ["taken", "taken", "taken", "held"]
    assert first.json()["outcomes"][3]["title"] == "No location has this code yet."
    assert counts(till.post("/api/inventory/movements", told)) == (0, 4, 0, 0)
    assert [row["location_code"] for row in till.get("/api/inventory/held-movements").json()] == ["MARS"]
    assert position().on_hand == 3


def counts(response: Any) -> tuple[int, ...]:
    return tuple(response.json()[name] for name in ("applied", "repeated", "held", "refused"))


def test_what_is_wrong_with_one_movement_does_not_stop_the_others() -> None:
    with_stock(5)
    wrong = [movement("x"), {**movement(1), "kind": "lend"}, {"kind": "sell"}, "sold", {**movement(1), "quantity": 3e9}]
    sent = Till(*ALL).post("/api/inventory/movements", {"movements": [movement(1), *wrong, movement(1, "2")]})
    assert (sent.status_code, counts(sent), position().on_hand) == (207, (2, 0, 0, 5), 3)
    outcomes = sent.json()["outcomes"]
    assert [one["state"] for one in outcomes] == ["taken", *["refused"] * 5, "taken"]
    assert outcomes[1] == {
        "state": "refused", "type": "urn:shopkeeper:invalid_input", "title": "This entry cannot be understood.",
        "status": 422, "errors": [{"field": "quantity", "why": "A whole number is expected here."}],
    }  # fmt: skip
    assert [one["errors"][0]["field"] for one in outcomes[2:6]] == ["kind", "sku", "", "quantity"]


def test_a_sign_that_no_database_keeps_holds_up_its_own_movement_alone() -> None:
    with_stock(5)
    wrong = {**movement(1, "n"), "sku": "A\x00"}
    sent = Till(*ALL).post("/api/inventory/movements", {"movements": [movement(1), wrong, movement(1, "2")]})
    assert (sent.status_code, counts(sent), position().on_hand) == (207, (2, 0, 0, 1), 3)
    assert [one["state"] for one in sent.json()["outcomes"]] == ["taken", "refused", "taken"]


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"movements": []}', {"movements": 5}],
    ids=["nothing", "list", "half", "none", "no list"],
)
def test_what_cannot_be_understood_is_refused_and_nothing_changes(body: Any) -> None:
    with_stock(5)
    assert Till(*ALL).post("/api/inventory/movements", body).status_code == 422
    assert position().on_hand == 5


def test_a_key_for_one_outlet_tells_nothing_about_another() -> None:
    with_stock(5)
    till = Till(*ALL, scopes={"outlet_id": ["01900000-0000-7000-8000-000000000000"]})
    assert Location.objects.get().outlet_id is None
    sent = till.post("/api/inventory/movements", {"movements": [movement(1), movement(1, "2", "MARS")]})
    assert (sent.status_code, counts(sent), position().on_hand) == (207, (0, 0, 1, 1), 5)
    assert sent.json()["outcomes"][0]["title"] == "There is no location “LDS” that you can see."


def test_a_key_without_the_permission_reads_only() -> None:
    with_location()
    till = Till("inventory.view_stock")
    assert till.post("/api/inventory/movements", {"movements": [movement(1)]}).status_code == 403
    assert till.get("/api/inventory/inspection").json() == {"inspection": None, "wrong": []}
    assert [row["code"] for row in till.get("/api/locations").json()] == ["LDS"]
