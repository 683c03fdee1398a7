"""Ten million orders in the book: placing costs what it costs in a small one, and a clerk finds each of them."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.machine import REPOSITORY

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket]
ORDERS, GIGABYTES = 10_000_000, 35


def test_ten_million_orders_make_neither_placing_nor_finding_slow() -> None:
    if shutil.disk_usage("/tmp").free < GIGABYTES * 10**9:
        pytest.skip(f"ten million orders take {GIGABYTES} GB below /tmp")
    command = [sys.executable, "bench/order_book.py", str(ORDERS)]
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    assert subprocess.run(command, cwd=REPOSITORY, env=own).returncode == 0
