"""Every data set's query gives exactly the columns that it declares."""

import pytest
from django.db import connection

from shopkeeper.engines.datasets import DataSet, Refresh, list_data_sets

FROM_MODULES = [data_set for data_set in list_data_sets() if not data_set.name.startswith("test")]


@pytest.mark.django_db
@pytest.mark.parametrize("data_set", FROM_MODULES, ids=lambda data_set: data_set.name)
def test_a_data_set_gives_what_it_declares(data_set: DataSet) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({data_set.sql}) AS rows LIMIT 0")
        given = {column.name for column in cursor.description or ()}
    own = {"key"} | ({"written_xid"} if data_set.refresh is Refresh.INCREMENTAL else set())
    assert given == own | set(data_set.by_name)
