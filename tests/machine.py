"""A home and a database server for the tests. Loaded by `-p tests.machine`, before Django's settings are read."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from shopkeeper.engines.postgres import EmbeddedPostgres

REPOSITORY = Path(__file__).parents[1]
_KEPT = {"SHOPKEEPER_LONG_RUNS", "SHOPKEEPER_DATA", "SHOPKEEPER_LOADED_DEMO"}


def temporary_home() -> Path:
    """A home that is gone when this process ends, and that PostgreSQL may enter when the tests run as root."""
    home = Path(tempfile.mkdtemp(prefix="shopkeeper-test-", dir="/tmp"))
    home.chmod(0o711)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


for _name in [name for name in os.environ if name.startswith("SHOPKEEPER_") and name not in _KEPT]:
    del os.environ[_name]  # a person's settings must not change what the tests say
os.environ["SHOPKEEPER_HOME"] = str(temporary_home())

# The server is kept between runs, since setting it up takes longer than most tests; what it holds is worth nothing.
SERVER = EmbeddedPostgres(
    REPOSITORY / ".tools" / "test-postgres",
    settings={
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "200",
        "shared_buffers": "128MB",
    },
)
USES_OWN_SERVER = os.environ.setdefault("DATABASE_URL", SERVER.url) == SERVER.url
