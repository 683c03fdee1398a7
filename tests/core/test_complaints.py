"""What is wrong with a body is said in plain words, field by field, in the same form by both stacks."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
import pydantic
import pytest

from shopkeeper.core.web.bodies import UNREADABLE
from shopkeeper.core.web.complaints import complain, complain_of, misread
from tests.inventory.test_rest import Till

NUMBER, TEXT = "A whole number is expected here.", "A text is expected here."
NEEDED, CHOICE = "This is needed and was not sent.", "This is none of the values that are known here."
DAY = "A day is expected here, like 2026-05-31."
NO_JSON = "The body is not JSON, or it ends too early."


class Kind(StrEnum):
    """What may be sold."""

    LAMP = "lamp"


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """As msgspec reads it."""

    sku: Annotated[str, msgspec.Meta(min_length=2, max_length=5)]
    pieces: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    kind: Kind = Kind.LAMP
    on: date | None = None
    at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    of: UUID | None = None
    is_gift: bool = False
    lines: Annotated[list["Line"], msgspec.Meta(max_length=1)] = []


class Model(pydantic.BaseModel):
    """The same as pydantic reads it."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=False)
    sku: Annotated[str, pydantic.Field(min_length=2, max_length=5)]
    pieces: Annotated[int, pydantic.Field(ge=1, le=9)] = 1
    kind: Kind = Kind.LAMP
    on: date | None = None
    at: pydantic.AwareDatetime | None = None
    of: UUID | None = None
    is_gift: bool = False
    lines: Annotated[list["Model"], pydantic.Field(max_length=1)] = []


WRONG = [
    ({}, "sku", NEEDED),
    ({"sku": 5}, "sku", TEXT),
    ({"sku": "L"}, "sku", "At least 2 signs are expected here."),
    ({"sku": "LAMPLAMP"}, "sku", "At most 5 signs fit here."),
    ({"sku": "LAMP", "pieces": "two"}, "pieces", NUMBER),
    ({"sku": "LAMP", "pieces": 1.5}, "pieces", NUMBER),
    ({"sku": "LAMP", "pieces": 0}, "pieces", "This has to be at least 1."),
    ({"sku": "LAMP", "pieces": 10}, "pieces", "This may be at most 9."),
    ({"sku": "LAMP", "kind": "rug"}, "kind", CHOICE),
    ({"sku": "LAMP", "on": "soon"}, "on", DAY),
    ({"sku": "LAMP", "at": "soon"}, "at", "A moment is expected here, like 2026-05-31T14:05:00+01:00."),
    ({"sku": "LAMP", "at": "2026-05-31T14:05:00"}, "at",
     "This moment has to say its zone, like 2026-05-31T14:05:00+01:00."),
    ({"sku": "LAMP", "of": "x"}, "of", "An identifier is expected here, like 01890a5d-ac96-774b-bcce-b302099a8057."),
    ({"sku": "LAMP", "is_gift": "perhaps"}, "is_gift", "true or false is expected here."),
    ({"sku": "LAMP", "lines": 5}, "lines", "A list is expected here."),
    ({"sku": "LAMP", "lines": [{"sku": 5}]}, "lines[0].sku", TEXT),
    ({"sku": "LAMP", "lines": [{}]}, "lines[0].sku", NEEDED),
    ({"sku": "LAMP", "lines": [{"sku": "LAMP"}, {"sku": "LAMP"}]}, "lines", "At most 1 entry fits here."),
    ({"sku": "LAMP", "color": "red"}, "color", "Nothing of this name is known here."),
]  # fmt: skip


@pytest.mark.parametrize(("body", "field", "why"), WRONG)
def test_both_stacks_say_the_same_of_the_same_field(body: dict[str, Any], field: str, why: str) -> None:
    with pytest.raises(msgspec.ValidationError) as read:
        msgspec.json.decode(msgspec.json.encode(body), type=Line)
    assert complain(read.value) == {"field": field, "why": why}
    with pytest.raises(pydantic.ValidationError) as modeled:
        Model.model_validate(body)
    [error] = modeled.value.errors()
    assert complain_of({**error, "loc": ("body", "line", *error["loc"])}) == {"field": field, "why": why}


@pytest.mark.parametrize("body", [b"", b"{", b"nope", b'{"sku": "LAMP"} x', b'{"sku": "\xff\xfe"}'])
def test_what_is_no_json_is_said_so(body: bytes) -> None:
    with pytest.raises(UNREADABLE) as read:
        msgspec.json.decode(body, type=Line)
    assert complain(read.value) == {"field": "", "why": NO_JSON}


def test_the_sentence_names_the_field_and_what_is_not_known_is_still_said_plainly() -> None:
    assert str(misread(msgspec.ValidationError("Expected `int`, got `str` - at `$.pieces`"))) == f"pieces: {NUMBER}"
    assert str(misread(msgspec.ValidationError("Something new"))) == "This cannot be understood here."


@pytest.mark.django_db
def test_both_kinds_of_doors_refuse_in_one_form() -> None:
    shop = Till("inventory.reserve_stock", "catalog.manage_products")
    line = {"ref": "a", "sku": "LAMP", "location": "leeds", "quantity": "two"}
    reserved = shop.post("/api/reservations", {"demands": [line]})
    assert (reserved.status_code, reserved.json()) == (422, {
        "type": "urn:shopkeeper:invalid_input", "title": f"demands[0].quantity: {NUMBER}", "status": 422,
        "reason": f"demands[0].quantity: {NUMBER}", "errors": [{"field": "demands[0].quantity", "why": NUMBER}],
    })  # fmt: skip
    named = shop.post("/api/categories", {"name": 5})
    assert (named.status_code, named.json()["errors"]) == (422, [{"field": "name", "why": TEXT}])
    asked = shop.get("/api/products?page=first")
    assert (asked.status_code, asked.json()["errors"]) == (422, [{"field": "page", "why": NUMBER}])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/reservations", "/api/categories"])
@pytest.mark.parametrize("body", [b'{"name', b"\xff\xfe"])
def test_a_body_that_is_no_json_is_refused_in_the_same_form(path: str, body: bytes) -> None:
    shop = Till("inventory.reserve_stock", "catalog.manage_products")
    sent = shop.post(path, body)
    assert (sent.status_code, sent.json()["errors"]) == (422, [{"field": "", "why": NO_JSON}])
