"""Prepared statements give what others give, in and out of transactions, and outlive what is undone."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from shopkeeper.core.ids import new_id
from shopkeeper.core.statements import Ids, as_array, as_moments, as_texts, fetch, fetch_bytes

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ODD = ["", "a,b", 'a "b"', "a\\b", "{}", "NULL", "é %s $1"]
_COLUMNS = "SELECT $1::text[], $2::int[], $3::timestamptz[], $4::text, $5::boolean"


def read_columns() -> list[tuple[object, ...]]:
    """Columns there and back."""
    return fetch(_COLUMNS, [as_texts(ODD), as_array([1, -2]), as_moments([NOW]), None, True])


@pytest.mark.django_db(transaction=True)
def test_values_arrive_as_they_were_in_a_transaction_and_out_of_it() -> None:
    said = [(ODD, [1, -2], [NOW], None, True)]
    assert read_columns() == said
    with transaction.atomic():
        assert read_columns() == said
    assert (as_texts([]), as_array([])) == ("{}", "{}")


@pytest.mark.django_db(transaction=True)
def test_what_was_prepared_is_still_there_after_a_rollback_and_after_an_error() -> None:
    assert fetch("SELECT 6 / $1::int", [2]) == [(3,)]
    with pytest.raises(DataError), transaction.atomic():
        fetch("SELECT 6 / $1::int", [0])
    with pytest.raises(DataError):
        fetch("SELECT 6 / $1::int", [0])
    assert fetch("SELECT 6 / $1::int", [3]) == [(2,)]


@pytest.mark.django_db
def test_a_value_that_stands_twice_is_the_same_while_somebody_counts_statements() -> None:
    twice = "SELECT $2::int, $1::text, $2::int"
    with CaptureQueriesContext(connection) as counted:
        assert fetch(twice, ["a", 7]) == [(7, "a", 7)]
    assert len(counted) == 1


@pytest.mark.django_db(transaction=True)
def test_the_first_statement_of_a_transaction_is_undone_with_it() -> None:
    with transaction.atomic():
        written = "INSERT INTO django_migrations (app, name, applied) VALUES ($1::text, '', now()) RETURNING app"
        assert fetch(written, ["undone"]) == [("undone",)]
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'undone'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_told_as_one() -> None:
    [(own,)] = fetch("SELECT pg_backend_pid() + $1::int", [0])
    with pytest.raises(OperationalError):
        fetch("SELECT pg_terminate_backend($1::int)", [own])
    connection.close()
    assert fetch("SELECT $1::int", [1]) == [(1,)]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 3])
def test_ids_come_back_as_they_went(count: int) -> None:
    ids = [new_id() for _ in range(count)]
    [row] = fetch_bytes("SELECT %(ids)s::uuid[], %(ids)s::uuid[]::text", {"ids": Ids(one.bytes for one in ids)})
    assert row == (ids, as_array(ids))
