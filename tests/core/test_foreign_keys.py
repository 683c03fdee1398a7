"""Rows that come by the thousand are held to their parents as strictly as rows that come one by one."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from shopkeeper.catalog.models import Category
from shopkeeper.core import database
from shopkeeper.core.ids import new_id
from shopkeeper.core.intake import Staged
from shopkeeper.core.setwise import upsert
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 1_500
GIVEN = frozenset({"source_key", "name", "parent_id"})


@pytest.fixture
def garden() -> Category:
    return Category.objects.create(name="Garden", source="shop", source_key="garden", recorded_at=NOW)


@pytest.fixture
def elsewhere() -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.current_url(), autocommit=True) as other:
        other.execute("SET lock_timeout = '100ms'")
        yield other


def write_below(parent: object, *, rows: int = MANY) -> None:
    """Write as many categories below one parent, as an import does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE below ON COMMIT DROP AS SELECT 'shop' AS source, 'c' || n AS source_key, 'C' AS name,"
            " %s::uuid AS parent_id, n::bigint AS line, NULL::text AS refusal FROM generate_series(1, %s) n",
            [parent, rows],
        )
    staged = Staged("below", "shop", "run-1", first=1, last=rows + 1, given=GIVEN)
    upsert(staged, Category, {"name": "s.name", "parent": "s.parent_id"}, now=NOW)


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        return str(cursor.fetchone()[0])


def written_by() -> dict[str, int]:
    return dict(Category.objects.values_list("source_key", "written_xid"))


@pytest.mark.parametrize("rows", [1, MANY])
def test_rows_without_their_parent_are_refused_and_nothing_is_written(rows: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write_below(new_id(), rows=rows)
    assert Category.objects.count() == 0


def test_nobody_can_take_the_parent_away_before_the_rows_are_there(
    garden: Category, elsewhere: psycopg.Connection
) -> None:
    take_away = f"DELETE FROM catalog_category WHERE id = '{garden.id}'"
    with transaction.atomic():
        write_below(garden.id)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            elsewhere.execute(take_away)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        elsewhere.execute(take_away)
    assert Category.objects.filter(parent=garden).count() == MANY


def test_a_parent_may_still_be_renamed_meanwhile(garden: Category, elsewhere: psycopg.Connection) -> None:
    with transaction.atomic():
        write_below(garden.id)
        assert elsewhere.execute("UPDATE catalog_category SET name = 'Yard' WHERE source_key = 'garden'").rowcount == 1


def test_the_checks_of_single_rows_are_back_afterwards(garden: Category) -> None:
    with transaction.atomic():
        write_below(garden.id)
        assert setting() == "origin"
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.filter(source_key="c1").update(parent=new_id())


def test_analytics_learns_which_rows_of_a_large_batch_changed(garden: Category) -> None:
    write = transaction.atomic(write_below)
    write(None)
    before = written_by()
    write(garden.id)
    moved = written_by()
    assert {key for key, xid in moved.items() if xid != before[key]} == set(before) - {"garden"}
    write(garden.id)
    assert written_by() == moved
