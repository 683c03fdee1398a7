"""The database writes in a thread of its own while Python weighs: all of it in one transaction, or none."""

from dataclasses import replace
from datetime import UTC, datetime
from threading import Event, get_ident

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.arrivals import load_records
from shopkeeper.customers.actions.meanwhile import Work, with_scribe
from shopkeeper.customers.models import Profile
from shopkeeper.customers.sql import read, run
from tests.customers.population import make_town
from tests.customers.trained import train_for_use
from tests.staging import stage, take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")


def write_a_row() -> None:
    run("CREATE TEMP TABLE written ON COMMIT DROP AS SELECT 1 AS row")


def test_what_is_written_meanwhile_belongs_to_the_same_transaction_from_another_thread() -> None:
    threads: list[int] = []
    with with_scribe() as scribe:
        scribe.hand(lambda: threads.append(get_ident()))
        scribe.hand(write_a_row)
    assert len(threads) == 1
    assert threads != [get_ident()]
    assert read("SELECT row FROM written") == [(1,)]


def test_what_is_asked_meanwhile_sees_what_was_written_before() -> None:
    with with_scribe() as scribe:
        scribe.hand(write_a_row)
        assert scribe.ask(lambda: read("SELECT row FROM written")) == [(1,)]


def hand_all(*work: Work[object], then: Work[object] = lambda: None) -> None:
    """Let a scribe do this, and do something oneself meanwhile."""
    with with_scribe() as scribe:
        for each in work:
            scribe.hand(each)
        then()


def fail() -> None:
    raise ZeroDivisionError


def test_what_fails_meanwhile_fails_the_whole_and_nothing_is_done_after_it() -> None:
    done: list[str] = []
    with pytest.raises(ZeroDivisionError):
        hand_all(fail, lambda: done.append("too late"))
    assert done == []


def test_what_fails_itself_waits_for_what_is_written_meanwhile() -> None:
    started = Event()

    def write_at_last() -> None:
        started.set()
        write_a_row()

    def fail_meanwhile() -> None:
        started.wait()
        fail()

    with pytest.raises(ZeroDivisionError):
        hand_all(write_at_last, then=fail_meanwhile)
    assert read("SELECT row FROM written") == [(1,)]


def test_people_come_together_across_a_batch_that_is_taken_some_lines_at_a_time() -> None:
    records, _ = make_town(60)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    train_for_use(by=BY, now=NOW)
    staged = stage(
        "customers", ({"source_key": str(place), **said} for place, said in enumerate(records)), source="web"
    )
    run(f"UPDATE {staged.table} SET line = line * 1000")
    result = load_records(staged=replace(staged, last=staged.last * 1000), by=BY, now=NOW)
    assert (result.created, result.updated) == (len(records), 0)
    for place in range(len(records)):
        customer = customers.find_customer_of_record("web", str(place))
        assert customer == customers.find_customer_of_record("shop", str(place))
    assert sum(Profile.objects.values_list("records", flat=True)) == 2 * len(records)
