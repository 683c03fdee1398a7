"""Hostile and broken records are values, or are refused with a reason; one address for everybody raises an alarm."""

import json
import os
import random
from datetime import UTC, datetime

import pytest
from django.db.models import Count
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.work import list_notices
from shopkeeper.customers.actions.arrivals import record_person
from shopkeeper.customers.actions.filing import file_records
from shopkeeper.customers.contracts import RecordData
from shopkeeper.customers.models import Customer, Link, SharedValue, SourceRecord
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import train_on
from tests.customers.population import make_town
from tests.customers.trained import keep_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
BY = system_actor("test")
NAMES = (
    "'; DROP TABLE customers_sourcerecord; --", "Ann\u202eeeL", "\u200f\u2067Ann\u2069", "\x01\x1b[31mAnn",
    "%s %(x)s {0}", "<script>alert(1)</script>", "Å" * 1_900, "\U0001f600" * 60, "null",
    "\ufeff\ufffe", "a'b\"c\\d", "{}[]\x1f\x1e",
)  # fmt: skip
HOSTILE = 1_000 if "SHOPKEEPER_LONG_RUNS" in os.environ else 60
"""By REST each takes its own transaction: a thousand of them are for the long runs, as they are in a file always."""
DAYS = ("9999-12-31", "0001-01-01", "1900-02-28", None)


@pytest.fixture(scope="module")
def model() -> object:
    return train_on([standardize(record) for record in make_town()[0]])


@pytest.fixture(autouse=True)
def in_force(model: object) -> None:
    keep_for_use(model, by=BY, now=NOW)  # type: ignore[arg-type]  # a fixture of pytest
    file_records(by=BY, now=NOW)


def make_hostile(count: int) -> list[dict[str, str | None]]:
    dice = random.Random(3)
    return [
        {
            "source_key": f"{n}", "given_name": dice.choice(NAMES), "family_name": dice.choice(NAMES),
            "email": f"{dice.choice(NAMES)[:40]}{n}@mail.test", "phone": dice.choice(NAMES) + str(n),
            "card_number": dice.choice(NAMES)[:50] + str(n), "street": dice.choice(NAMES), "city": dice.choice(NAMES),
            "born_on": dice.choice(DAYS),
        }
        for n in range(count)
    ]  # fmt: skip


def test_a_thousand_hostile_records_in_a_file_are_stored_as_they_came() -> None:
    rows = make_hostile(1_000)
    result, refused = take_in("customers", rows, now=NOW)
    assert (result.created, refused) == (1_000, {})
    assert SourceRecord.objects.get(source_key="7").given_name == (rows[7]["given_name"] or "").strip()
    largest = Link.objects.values("customer").annotate(n=Count("id")).order_by("-n")[0]
    assert largest["n"] < 100  # of few words made up by dice; no sign makes a mega-person


def test_texts_that_no_person_has_are_refused_by_name_and_the_rest_is_taken() -> None:
    rows = [
        {"source_key": "mega", "full_name": "x" * 1_000_000},
        {"source_key": "k" * 201, "full_name": "Ann Lee"},
        {"source_key": "fine", "full_name": "Ann Lee"},
    ]
    result, refused = take_in("customers", rows, now=NOW)
    assert (result.created, refused) == (1, {1: "too_long:full_name", 2: "too_long:source_key"})


def post(client: Client, record: object) -> tuple[int, str]:
    answer = client.post("/api/customers/records", json.dumps(record), content_type="application/json")
    return answer.status_code, answer.content.decode()


def test_by_rest_each_is_taken_or_refused_with_a_reason() -> None:
    key = create_api_key(name="test", permissions=("*",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    assert {post(client, {"source": "web", **row})[0] for row in make_hostile(HOSTILE)} == {201}
    fine = {"source": "web", "source_key": "1"}
    broken = (
        ({**fine, "given_name": "x" * 1_000_000}, "2000"), ({**fine, "given_name": "Ann\x00"}, "NUL"),
        ({**fine, "given_name": ["Ann"]}, "given_name: A text is expected"),
        ({**fine, "given_name": 7}, "given_name: A text is expected"),
        ({"source": "web"}, "source_key"),
        ({**fine, "source_key": ""}, "source_key"), ({**fine, "source": "s" * 61}, "source"),
        ({**fine, "source": "  "}, "spaces"), ({**fine, "source_key": "  "}, "spaces"),
        ({**fine, "changed_at": "9999-12-31T23:59:59-12:00"}, "1900"),
        ({**fine, "published_at": "0001-01-01T00:00:00+14:00"}, "1900"),
        ({**fine, "born_on": "10000-01-01"}, "born_on"), ({**fine, "born_on": "yesterday"}, "born_on"),
        ({**fine, "given_name": "\ud800"}, "given_name"), ("Ann", "source_key"),
    )  # fmt: skip
    before = SourceRecord.objects.count()
    for record, reason in broken:
        status, said = post(client, record)
        assert (status, reason in said) == (422, True), (status, said[:300])
    assert SourceRecord.objects.count() == before


def test_what_is_no_record_stops_no_other_of_its_list() -> None:
    key = create_api_key(name="test", permissions=("*",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    fine = {"source": "web", "source_key": "1", "born_on": "9999-12-31"}
    nul = {**fine, "source_key": "2", "given_name": "Ann\x00"}
    status, said = post(client, [7, None, {**fine, "email": 5}, fine, "Ann", [], nul])
    assert status == 207
    assert ["customer_id" in one for one in json.loads(said)] == [False, False, False, True, False, False, False]
    assert (json.loads(said)[-1]["errors"][0]["field"], "NUL" in said) == ("given_name", True)
    assert {one["status"] for one in json.loads(said) if "status" in one} == {422}
    assert SourceRecord.objects.get().source_key == "1"


def test_one_address_for_everybody_joins_nobody_and_raises_an_alarm() -> None:
    people, _ = make_town(60)
    take_in("customers", [{"source_key": f"old{n}", **said} for n, said in enumerate(people)], now=NOW, source="web")
    before = Customer.objects.filter(merged_into=None).count()
    assert list_notices(by=BY, now=NOW) == []
    others = make_town(60, seed=99)[0]
    broken = [{"source_key": f"{n}", **said, "email": "pos@shop.test"} for n, said in enumerate(others)]
    take_in("customers", broken, now=NOW, source="till")
    assert Customer.objects.filter(merged_into=None).count() >= before + 60
    [notice] = list_notices(by=BY, now=NOW)
    assert notice.text == (
        "From till comes one e-mail address for people of many names. It joins nobody: mend it where it is typed."
    )


def test_one_address_for_everybody_joins_nobody_one_by_one_either() -> None:
    others = make_town(30, seed=99)[0]
    for n, said in enumerate(others):
        take_in("customers", [{"source_key": f"{n}", **said, "email": "pos@shop.test"}], now=NOW, source="till")
    assert Customer.objects.filter(merged_into=None).count() >= 30
    assert [notice.kind for notice in list_notices(by=BY, now=NOW)] == ["shared_value"]


def test_one_address_without_names_is_noticed_when_its_records_come_alone_too() -> None:
    for n in range(32):
        data = RecordData("till", f"{n}", email="shop@mail.test", street=f"{n} Mill Lane", city="York")
        record_person(data=data, by=BY, now=NOW)
    assert list(SharedValue.objects.values_list("kind", "names")) == [("email", 0)]
