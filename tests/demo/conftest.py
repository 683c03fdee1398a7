"""The demo retailer's files, and what the product finds in them: made once for all test processes."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from filelock import FileLock

from shopkeeper import demo
from shopkeeper.demo.generator.retailer import tell
from shopkeeper.demo.generator.writing import write
from shopkeeper.demo.scenario import read_scenario
from tests.databases import renew_database
from tests.demo.books import Books
from tests.demo.findings import find_everything

TODAY = date(2026, 11, 22)
KEYS = Path(demo.__file__).parent / "answer_keys"


@pytest.fixture(scope="session")
def answer_key() -> dict[str, Any]:
    """What is true about Thorne & Wren."""
    return yaml.safe_load((KEYS / "thorne_and_wren.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Thorne & Wren's files as of the evening before."""
    folder = _shared(tmp_path_factory) / "demo-files"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "whole").exists():
            write(tell(read_scenario(), seed=1, today=TODAY), folder, until=0)
            (folder / "whole").touch()
    return Books(folder, TODAY)


@pytest.fixture(scope="session")
def found(
    books: Books, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> dict[str, Any]:
    """What the product finds in Thorne & Wren's files."""
    file = _shared(tmp_path_factory) / "demo-findings.json"
    with FileLock(file.with_suffix(".lock")):
        if not file.exists():
            with django_db_blocker.unblock():
                file.write_bytes(msgspec.json.encode(find_everything(books.folder)))
                renew_database()
    return msgspec.json.decode(file.read_bytes())


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
