"""Whoever comes first: after a look at all records the people are those that the batch finds."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import batched

import pytest
from django.db import transaction

from shopkeeper.core.actors import system_actor
from shopkeeper.customers.actions.arrivals import record_person
from shopkeeper.customers.actions.filing import file_records
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.contracts import RecordData
from shopkeeper.customers.queries.matching import stream_links
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import find_people, train_on
from shopkeeper.engines.linkage import Model
from tests.customers.population import make_town
from tests.customers.trained import keep_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
RECORDS, TRUTH = make_town(36, seed=11)
People = set[frozenset[str]]


@pytest.fixture(scope="module")
def model() -> Model:
    return train_on([standardize(record) for record in make_town(240)[0]])


def as_people(groups: Iterable[Iterable[str]]) -> People:
    return {frozenset(group) for group in groups}


def people_on_record() -> People:
    groups: dict[object, list[str]] = {}
    for _, key, customer in stream_links():
        groups.setdefault(customer, []).append(key)
    return as_people(groups.values())


def pairs_in(people: People) -> set[frozenset[str]]:
    return {frozenset((one, other)) for group in people for one in group for other in group if one != other}


def arrive_alone(places: Iterable[int]) -> None:
    for place in places:
        said = {name: value for name, value in RECORDS[place].items() if value and name != "born_on"}
        born = RECORDS[place]["born_on"]
        born_on = date.fromisoformat(born) if born else None
        record_person(data=RecordData("shop", str(place), born_on=born_on, **said), by=BY, now=NOW)


def arrive_in(order: list[int], dice: random.Random, batch: People, *, again: bool) -> tuple[People, People]:
    """The people after all have arrived, and after the look at all records; nothing of it stays."""
    with transaction.atomic():
        for some in batched(order, dice.choice((5, 9, 20, 40))):
            if dice.random() < 0.3:
                arrive_alone(some)
            else:
                take_in("customers", [{"source_key": str(place), **RECORDS[place]} for place in some], now=NOW)
        online = people_on_record()
        if again or online != batch:  # a look at all records costs most of the test
            relink(by=BY, now=NOW)
        after = people_on_record()
        transaction.set_rollback(True)
    return online, after


@pytest.mark.parametrize(
    "orders", [range(40), pytest.param(range(40, 340), marks=pytest.mark.drill)], ids=["40", "300 more"]
)
def test_in_whatever_order_records_arrive_the_people_are_those_of_the_batch(orders: range, model: Model) -> None:
    keep_for_use(model, by=BY, now=NOW)
    file_records(by=BY, now=NOW)
    groups = find_people([standardize(record) for record in RECORDS], model)
    batch = as_people([str(place) for place in group] for group in groups)
    joined, missed = pairs_in(batch), 0
    for seed in orders:
        dice = random.Random(seed)
        online, after = arrive_in(dice.sample(range(len(RECORDS)), len(RECORDS)), dice, batch, again=seed % 8 == 0)
        assert after == batch, f"order {seed}"
        missed += len(pairs_in(online) ^ joined)
    assert len(joined) >= 10
    assert missed <= 0.02 * len(joined) * len(orders)  # arrivals alone already find nearly all
