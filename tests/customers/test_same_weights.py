"""An arrival finds the pairs that the batch finds and weighs them alike; a model of another version decides nothing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec import structs

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.filing import file_records
from shopkeeper.customers.actions.single.reading import find_candidates
from shopkeeper.customers.contracts import RecordData
from shopkeeper.customers.models import Link, MatchingModel, SourceRecord, StandardForm
from shopkeeper.customers.queries.matching import find_online_model
from shopkeeper.customers.rules.matching.forms import list_keys, standardize
from shopkeeper.customers.rules.matching.people import fill_with, open_pool, train_on
from shopkeeper.customers.rules.matching.signing import get_signature
from shopkeeper.engines.linkage import Model, weigh_pairs, write_model
from tests.customers.population import make_town
from tests.customers.trained import keep_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
RECORDS, _ = make_town(240)
FORMS = [standardize(record) for record in RECORDS]


@pytest.fixture(scope="module")
def model() -> Model:
    return train_on(FORMS)


def test_an_arrival_finds_and_weighs_the_pairs_of_the_batch(model: Model) -> None:
    keep_for_use(model, by=BY, now=NOW)
    file_records(by=BY, now=NOW)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(RECORDS)], now=NOW)
    places = {record: int(key) for record, key in SourceRecord.objects.values_list("id", "source_key")}
    with open_pool() as pool:
        fill_with(pool, FORMS)
        weigh_pairs(pool, model, at_least=-60.0)
        batch = {(one, other): bits for one, other, bits in pool.stream("SELECT one, other, bits FROM weighed")}
    found = find_online_model()
    assert found is not None
    online: dict[tuple[int, int], float] = {}
    for record, place in places.items():
        form = FORMS[place]
        for other, stored in find_candidates(list(list_keys(form).values()), own=record, voids=False):
            low, high = sorted((place, places[other]))
            online[low, high] = found.scorer.weigh(form, stored)
    assert len(batch) > 500
    assert {pair for pair in online if online[pair] > -60} == batch.keys()
    assert max(abs(bits - online[pair]) for pair, bits in batch.items()) < 1e-6


def arrive(key: str, **said: str) -> customers.RecordCard:
    data = RecordData("shop", key, born_on=date(1961, 7, 9), **said)
    return customers.record_person(data=data, by=BY, now=NOW)


@pytest.mark.parametrize("older", [{"fingerprint": "0" * 16}, {"format": 0}], ids=["conditions", "format"])
def test_a_model_of_an_older_version_of_the_program_leaves_arrivals_to_fixed_rules(
    older: dict[str, Any], model: Model
) -> None:
    keep_for_use(model, by=BY, now=NOW)
    file_records(by=BY, now=NOW)
    MatchingModel.objects.update(artefact=write_model(structs.replace(model, **older)))  # then came the new version
    first = arrive("1", full_name="Zoe Quist", email="zoe@mail.test")
    take_in("customers", [{"source_key": "2", "full_name": "Z Quist", "email": "zoe@mail.test"}], now=NOW)
    third = arrive("3", full_name="Zoe Quist", email="zoe@mail.test")
    assert third.customer_id == first.customer_id
    assert set(Link.objects.exclude(record__source_key="1").values_list("reason", flat=True)) == {"email"}
    assert StandardForm.objects.count() == 3


def test_what_came_by_itself_is_signed_when_a_file_first_meets_it(model: Model) -> None:
    keep_for_use(model, by=BY, now=NOW)
    file_records(by=BY, now=NOW)
    alone = arrive("1", full_name="Zoe Quist", email="zoe@mail.test")
    assert StandardForm.objects.get().signature is None
    said = {"full_name": "Zoe Quist", "email": "zoe@mail.test", "born_on": date(1961, 7, 9)}
    for key in ("2", "3"):  # the second time its signature is read
        take_in("customers", [{"source_key": key, **said}], now=NOW)
    assert set(Link.objects.filter(ends_at=None).values_list("customer", "reason")) == {
        (alone.customer_id, "first"),
        (alone.customer_id, "model"),
    }
    signature = get_signature().read([standardize(said)]).tobytes()
    assert [bytes(kept or b"") for kept in StandardForm.objects.values_list("signature", flat=True)] == [signature] * 3
