"""Two workers that meet the same person at the same moment end with one customer."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.contracts import RecordData
from shopkeeper.customers.errors import AlreadyOne, ImportUnderWay
from shopkeeper.customers.models import Customer, Merge, Profile, SourceRecord
from tests.customers.population import make_town
from tests.customers.trained import train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
FULL = {"given_name": "Margaret", "family_name": "Underhill", "phone": "01904 555 010", "city": "York"}
BORN = date(1961, 7, 9)


@pytest.fixture
def town() -> None:
    """A town on whose records a model was trained; it is in force."""
    records, _ = make_town(60)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    train_for_use(by=BY, now=NOW)


def at_once(works: Sequence[Callable[[], UUID]]) -> list[UUID]:
    """Each in a thread and a connection of its own, all from the same moment on."""
    gate, found = threading.Barrier(len(works)), []

    def work(one: Callable[[], UUID]) -> None:
        try:
            gate.wait()
            found.append(one())
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def arrival(key: str, **said: str) -> Callable[[], UUID]:
    data = RecordData(source="rest", source_key=key, born_on=BORN, **said)
    return lambda: customers.record_person(data=data, by=BY, now=NOW).customer_id


def test_eight_workers_with_one_person_make_one_customer(town: None) -> None:
    before = Customer.objects.filter(merged_into=None).count()
    given = ("Margaret", "Peggy", "Margret", "Maggie")
    works = [arrival(str(n), **{**FULL, "given_name": given[n % 4]}) for n in range(8)]
    found = at_once(works)
    assert len(found) == 8
    assert len({customers.survivor_of(customer) for customer in found}) == 1
    assert Customer.objects.filter(merged_into=None).count() == before + 1
    assert Profile.objects.get(customer=customers.survivor_of(found[0])).records == 8


def test_the_same_record_from_two_workers_is_one_record(town: None) -> None:
    found = at_once([arrival("twice", **FULL), arrival("twice", **FULL)])
    assert (len(found), len(set(found))) == (2, 1)
    assert SourceRecord.objects.filter(source="rest").count() == 1


def test_records_that_join_two_customers_from_both_sides_do_not_wait_for_each_other_for_ever(town: None) -> None:
    mail, phone = {"email": "m.underhill@mail.test"}, {"phone": FULL["phone"]}
    name = {"given_name": "Margaret", "family_name": "Underhill"}
    at_once([arrival("a", **name, **mail), arrival("b", **name, **phone), arrival("c", **name, **mail, **phone)] * 2)
    found = [customers.find_customer_of_record("rest", key) for key in "abc"]
    assert None not in found
    assert len(set(found)) == 1


def decided(one: UUID, other: UUID) -> Callable[[], UUID]:
    return lambda: merge_customers(one=one, other=other, by=BY, now=NOW)


def test_stewards_who_join_the_same_people_at_once_lose_nobody() -> None:
    for turn in range(6):
        names = ("Ann Abel", "Ben Boone", "Cy Carr")
        keys = [f"{name}{turn}" for name in names]
        take_in("customers", [{"source_key": k, "full_name": n} for k, n in zip(keys, names, strict=True)], now=NOW)
        a, b, c = (found for key in keys if (found := customers.find_customer_of_record("shop", key)))
        at_once([refusable(decided(*pair)) for pair in ((a, b), (b, c), (c, a), (b, a))])
        [survivor] = {customers.survivor_of(one) for one in (a, b, c)}
        assert Customer.objects.get(pk=survivor).merged_into_id is None
        assert Profile.objects.get(customer=survivor).records == 3
        assert Merge.objects.filter(merged__in=(a, b, c), undone_at=None).count() == 2


def refusable(work: Callable[[], UUID]) -> Callable[[], UUID]:
    """Who comes late may read that they are one already; nothing else may go wrong."""

    def dare() -> UUID:
        try:
            return work()
        except AlreadyOne:
            return UUID(int=0)

    return dare


def test_who_decides_while_a_file_is_taken_is_told_so_and_nothing_changes() -> None:
    take_in("customers", [{"source_key": key, "full_name": key} for key in ("Ann Abel", "Ben Boone")], now=NOW)
    a, b = (found for key in ("Ann Abel", "Ben Boone") if (found := customers.find_customer_of_record("shop", key)))
    taken, done = threading.Event(), threading.Event()

    def take_a_file() -> UUID:
        with transaction.atomic():
            lock_everybody()
            taken.set()
            done.wait(30)
        return a

    def decide() -> UUID:
        taken.wait(30)
        try:
            with pytest.raises(ImportUnderWay):
                decided(a, b)()
        finally:
            done.set()
        return b

    assert set(at_once([take_a_file, decide])) == {a, b}
    assert Merge.objects.count() == 0
    assert decided(a, b)() in (a, b)


def test_without_a_model_two_workers_with_one_address_make_one_customer() -> None:
    said = {"full_name": "Zoe Quist", "email": "zoe@mail.test"}
    found = at_once([arrival(str(n), **said) for n in range(4)])
    assert (len(found), len(set(found))) == (4, 1)
