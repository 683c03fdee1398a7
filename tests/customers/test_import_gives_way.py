"""Whoever decides about people while a file is taken in waits for the rows at hand, not for all of the file."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from shopkeeper.connectors.contracts import RunCard
from shopkeeper.core import intake
from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions import arrivals
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.contracts import RecordData
from shopkeeper.customers.models import Merge, SharedValue, SourceRecord
from tests.cast import with_cast
from tests.connectors.importing import NOW, Rows, import_rows
from tests.customers.population import make_town
from tests.customers.trained import train_for_use

pytestmark = pytest.mark.django_db(transaction=True)
BY = system_actor("test")
ROWS = 4_000
TURN = 400


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are taken some hundred rows at a time, so that a small one takes many."""
    monkeypatch.setattr(arrivals, "_AT_ONCE", TURN)


def make_rows() -> list[dict[str, Any]]:
    """Four thousand shoppers; one comes again at the end, and one is refused."""
    rows = [
        {"source_key": f"p{n}", "given_name": "Ann", "family_name": f"Abel {n}", "email": f"ann{n}@mail.test"}
        for n in range(ROWS)
    ]
    rows[7] = {**rows[7], "source_key": f"p{ROWS - 1}"}
    rows[9] = {**rows[9], "family_name": "A" * 2_001}
    return rows


def two_people(folder: Path) -> tuple[UUID, UUID]:
    import_rows(folder, source="club", customers=[{"source_key": k, "full_name": k} for k in ("Bo Bell", "Cy Carr")])
    one, other = (customers.find_customer_of_record("club", key) for key in ("Bo Bell", "Cy Carr"))
    assert one is not None
    assert other is not None
    return one, other


def while_importing(folder: Path, work: Callable[[], None], **tables: Rows) -> RunCard:
    """Carry this out once the import (of shoppers, unless told otherwise) holds everybody up; gives the run."""
    found: list[RunCard] = []

    def take() -> None:
        try:
            found.append(import_rows(folder, **(tables or {"customers": make_rows()})))
        finally:
            connection.close()

    taking = threading.Thread(target=take)
    taking.start()
    wait_for_import()
    work()
    taking.join(120)
    [run] = found
    return run


def wait_for_import() -> None:
    held = False
    while not held:
        time.sleep(0.01)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT NOT pg_try_advisory_xact_lock_shared(hashtext('customers.resolution'))")
            [held] = cursor.fetchone()


def figures(run: RunCard) -> tuple[int, ...]:
    [part] = run.parts
    return part.rows, part.created, part.updated, part.unchanged, part.repeated, part.refused


def test_a_merge_is_done_in_the_middle_of_an_import(tmp_path: Path, turns: None) -> None:
    one, other = two_people(tmp_path)
    seen: list[int] = []

    def merge() -> None:
        merge_customers(one=one, other=other, by=BY, now=NOW)
        seen.append(SourceRecord.objects.filter(source="shop").count())

    run = while_importing(tmp_path, merge)
    assert 0 < seen[0] < ROWS - 2
    assert seen[0] % TURN in (0, TURN - 2)  # the second and the tenth row are not among the records
    assert figures(run) == (ROWS, ROWS - 2, 0, 0, 1, 1)
    assert SourceRecord.objects.filter(source="shop").count() == ROWS - 2
    assert Merge.objects.count() == 1


def test_a_record_that_comes_alone_does_not_wait_for_the_whole_of_a_file(tmp_path: Path, turns: None) -> None:
    town = [{"source_key": str(place), **said} for place, said in enumerate(make_town(60)[0])]
    import_rows(tmp_path, source="club", customers=town)
    train_for_use(by=BY, now=NOW)
    seen: list[int] = []

    def arrive() -> None:
        said = RecordData(source="till", source_key="1", full_name="Ann Abel 3999", email="ann3999@mail.test")
        customers.record_person(data=said, by=BY, now=NOW)
        seen.append(SourceRecord.objects.filter(source="shop").count())

    run = while_importing(tmp_path, arrive)
    assert 0 < seen[0] < ROWS - 2
    assert figures(run) == (ROWS, ROWS - 2, 0, 0, 1, 1)
    found = {customers.find_customer_of_record(*key) for key in (("till", "1"), ("shop", "p3999"))}
    assert len({customers.survivor_of(one) for one in found if one}) == 1


def test_another_import_waits_for_the_whole_of_a_batch(tmp_path: Path, turns: None) -> None:
    seen: list[int] = []

    def lock() -> None:
        with transaction.atomic():
            lock_everybody()
            seen.append(SourceRecord.objects.filter(source="shop").count())

    while_importing(tmp_path, lock)
    assert seen == [ROWS - 2]
    assert not SharedValue.objects.exists()


def test_a_file_of_orders_keeps_nobody_waiting_for_more_than_some_thousand_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_cast()
    one, other = two_people(tmp_path)
    monkeypatch.setitem(intake._REFERENCES, "customer", replace(intake.get_reference("customer"), most_at_once=TURN))
    orders = [
        {
            "source_key": f"o{n}", "number": f"o{n}", "channel": "store", "outlet_key": "LDS", "customer_key": f"p{n}",
            "currency": "GBP", "placed_at": "2026-04-02T10:00:00Z",
        }
        for n in range(ROWS)
    ]  # fmt: skip
    seen: list[int] = []

    def merge() -> None:
        merge_customers(one=one, other=other, by=BY, now=NOW)
        seen.append(SourceRecord.objects.filter(source="shop").count())

    run = while_importing(tmp_path, merge, orders=orders)
    assert 0 < seen[0] < ROWS
    assert seen[0] % TURN == 0
    assert figures(run) == (ROWS, ROWS, 0, 0, 0, 0)
    assert SourceRecord.objects.filter(source="shop", described=False).count() == ROWS
