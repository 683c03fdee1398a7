"""What every test may ask for: a database, a browser. The tests' own home is made by tests/machine.py."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as random_tests

from tests.databases import database_of_this_process, renew_database
from tests.loaded_demo import GROUP, LoadedDemo, running_demo
from tests.machine import SERVER, USES_OWN_SERVER


def pytest_configure(config: pytest.Config) -> None:
    """Settings that make tests quick and change nothing that they could notice."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)  # its threads outlive the databases of the tests
    random_tests.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    random_tests.load_profile("any machine")  # a busy machine is no fault of the product
    TransactionTestCase._fixture_teardown = lambda self: renew_database()


@pytest.hookimpl(wrapper=True)  # before xdist, which hands out tests by the groups that it finds
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Drills are slow and rough: only `bin/ci --all` asks for them. What needs a loaded demo begins first: it waits."""
    for item in items:
        if "loaded_demo" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(GROUP))
    items.sort(key=lambda item: "loaded_demo" not in getattr(item, "fixturenames", ()))
    if "SHOPKEEPER_LONG_RUNS" not in os.environ:
        leave_out = pytest.mark.skip(reason="a drill: bin/ci --all runs it")
        for item in items:
            if "drill" in item.keywords:
                item.add_marker(leave_out)
    yield


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker) -> Iterator[None]:
    """In place of pytest-django's: a clone of a migrated template for each process."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    if USES_OWN_SERVER:
        SERVER.start()
    try:
        with django_db_blocker.unblock(), database_of_this_process(worker):
            yield
    finally:
        SERVER.stop()


@pytest.fixture(scope="session")
def loaded_demo() -> Iterator[LoadedDemo]:
    """The demo retailer, loaded and served once for all tests of this run. Tests that use it need `enable_socket`."""
    with running_demo() as demo:
        yield demo


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser of this machine. Only a person's machine may lack one."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found and os.environ.get("CI") == "true":
        pytest.fail("No Chromium was found; continuous integration has to install one.")
    if not found:
        pytest.skip("No Chromium was found: install one (Debian: apt-get install chromium) to run the browser tests.")
    return Path(found)
