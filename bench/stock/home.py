"""A home of its own with stock in it, and the CPU that application and database take together."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import psutil


@contextmanager
def own_home() -> Iterator[None]:
    """A new, empty installation in which Django is set up."""
    with tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        os.environ["SHOPKEEPER_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "shopkeeper.site.settings"
        os.environ.pop("DATABASE_URL", None)
        from shopkeeper.site.home import Home

        with Home.from_environment().postgres():
            import django
            from django.core.management import call_command
            from django.db import connection

            django.setup()
            call_command("migrate", verbosity=0)
            try:
                yield
            finally:
                connection.close()
                if "pool" in connection.settings_dict["OPTIONS"]:
                    connection.close_pool()


def with_positions(skus: int, locations: int, on_hand: int) -> None:
    """So many SKUs (S0, S1, ...) at so many locations (L0, L1, ...), with as many pieces each."""
    run("TRUNCATE inventory_position, inventory_reservation, inventory_location, catalog_product CASCADE")
    run(
        "INSERT INTO catalog_product (id, source, source_key, recorded_at, described, sku, name, department_code,"
        " currency, variant, base_unit, image_url) SELECT uuidv7(), 'b', n, now(), true, 'S' || n, 'S' || n, '', '', '',"
        " 'piece', ''"
        " FROM generate_series(0, %s) n" % (skus - 1)
    )
    run(
        "INSERT INTO inventory_location (id, source, source_key, recorded_at, described, code, name, kind, postcode,"
        " may_ship, may_pick_up, may_receive_returns, switched_off_by, switched_off_why, fed_at)"
        " SELECT uuidv7(), 'b', n, now(), true, 'L' || n, 'L' || n, 'store', '', true, true, true, '', '', now()"
        " FROM generate_series(0, %s) n" % (locations - 1)
    )
    keys = rows("SELECT conname, pg_get_constraintdef(oid), contype FROM pg_constraint WHERE contype IN ('p', 'f')"
                " AND conrelid = 'inventory_position'::regclass ORDER BY contype = 'f'")  # fmt: skip
    for name, _, _ in keys:  # millions of rows are sorted into an index at once, not searched a place one by one
        run(f"ALTER TABLE inventory_position DROP CONSTRAINT {name}")
    run(
        "INSERT INTO inventory_position (product_id, location_id, on_hand, reserved, damaged, held, display, short,"
        " incoming, owed, safety, safety_percent, buffer, buffer_percent, accuracy, negative_reason, fed_at)"
        f" SELECT t.id, l.id, {on_hand}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.8, '', now()"
        " FROM inventory_location l CROSS JOIN catalog_product t ORDER BY l.id, t.id"
    )
    for name, definition, kind in keys:
        run(f"ALTER TABLE inventory_position ADD CONSTRAINT {name} {definition}{' NOT VALID' * (kind == 'f')}")
    run("VACUUM ANALYZE inventory_position, catalog_product, inventory_location")


def rows(statement: str) -> list[Any]:
    """What one statement gives."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def run(statement: str) -> None:
    """One statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def key(*more: str) -> str:
    """A key that may do everything with stock, and more."""
    from shopkeeper.core import clock
    from shopkeeper.core.api_keys import create_api_key
    from shopkeeper.core.console import operator

    held = ["inventory.view_stock", "inventory.reserve_stock", "inventory.record_movements", *more]
    return create_api_key(name="bench", permissions=held, by=operator(), now=clock.now())


class Shop:
    """The whole application as a server calls it, without the server's own reading and writing of bytes."""

    def __init__(self, *permissions: str) -> None:
        from shopkeeper.site.wsgi import application

        self._application = application
        self._key = key(*permissions)

    def ask(self, method: str, path: str, body: bytes = b"", *, query: str = "") -> bytes:
        """One request; gives the body of the response."""
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.errors": BytesIO(),
            "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json",
            "HTTP_AUTHORIZATION": f"Bearer {self._key}", "HTTP_HOST": "localhost",
        }  # fmt: skip
        response: Any = self._application(environ, lambda status, headers: None)
        whole = b"".join(response)
        response.close()
        return whole


def cpu_seconds() -> float:
    """CPU of this process and of the database with all its processes, so far."""
    own = sum(psutil.Process().cpu_times()[:2])
    living = sum(sum(child.cpu_times()[:2]) for child in _server().children(recursive=True))
    return own + sum(_server().cpu_times()[:4]) + living


@cache
def _server() -> psutil.Process:
    """The first process of the database; asked once, so that measuring holds no connection that somebody waits for."""
    server = psutil.Process(rows("SELECT pg_backend_pid()")[0][0]).parent()
    assert server
    return server


def cost(job: Callable[[], object], times: int) -> float:
    """Milliseconds of CPU for each of so many runs of a job, after some to warm up."""
    for _ in range(max(1, times // 10)):
        job()
    before = cpu_seconds()
    for _ in range(times):
        job()
    return (cpu_seconds() - before) * 1000 / times
