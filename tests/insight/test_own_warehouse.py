"""The worker searches for causes in its own process: it reads more rows than a page may ever ask for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import override_settings

from shopkeeper.core.actors import system_actor
from shopkeeper.insight.timers import find_causes_again
from shopkeeper.insight.warehouse import get_warehouse, own_warehouse
from shopkeeper.site.home import Home

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@pytest.mark.enable_socket
def test_the_search_for_causes_needs_no_analytics_process(tmp_path: Path) -> None:
    with override_settings(HOME=Home(tmp_path)):
        assert find_causes_again(by=system_actor("test"), now=NOW) == 0


def test_only_the_task_that_opened_a_warehouse_asks_it(tmp_path: Path) -> None:
    usual = get_warehouse()
    with override_settings(HOME=Home(tmp_path)), own_warehouse(), ThreadPoolExecutor(1) as another:
        assert get_warehouse() is not usual
        assert another.submit(get_warehouse).result() is usual
    assert get_warehouse() is usual
