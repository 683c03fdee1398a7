"""Arrivals resolved by the trained model: an import into an empty system, and one record against what is stored.

The promises: 4,000 records a second for 100,000 raw records, resolved and persisted, and 15 ms at the median (50 ms at
the 99th percentile) for one record against a million stored. The limits are stated, not a peer's. The sizes are
arguments: `python bench/arrivals.py 20000` imports so many records of shoppers_100k and then sends single ones. The
model is trained on them beforehand in a home of its own; training is no part of the time.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import batched
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
A_SECOND, MILLISECONDS, SLOWEST = 4_000, 15.0, 50.0
AT_ONCE, SINGLE = 10_000, 300


def main(sizes: Sequence[str]) -> int:
    """Each size in a home of its own; fail where a limit is missed."""
    return max(measure(int(size)) for size in sizes or ["100000"])


def measure(size: int) -> int:
    """One size: gives 1 where a limit is missed."""
    with tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp") as home:
        Path(home).chmod(0o711)
        environment = {**os.environ, "SHOPKEEPER_HOME": home, "PYTHONPATH": str(ROOT)}
        environment.pop("DATABASE_URL", None)
        return subprocess.run(
            [sys.executable, __file__, "--in-home", str(size)], env=environment, check=False
        ).returncode


def in_home(size: int) -> int:
    """Train, import, send single records; print the ratios."""
    from django import setup
    from django.core.management import call_command

    from shopkeeper.site.home import Home

    with Home.from_environment().postgres():
        setup()
        call_command("migrate", verbosity=0)
        records = read_records(size + SINGLE)
        train_on(records)
        seconds, cpu = time_import(records[:size])
        rate = size / seconds
        print(f"{size:,} records: {rate:,.0f} a second, ratio {rate / A_SECOND:.2f} (at least 1).")
        print(f"CPU a record: {cpu / size * 1e6:,.0f} microseconds, of all processes.")
        before = cpu_of_all()
        times = sorted(time_single(records[size:]))
        print(f"CPU of one by itself: {(cpu_of_all() - before) / len(times) * 1e3:.1f} ms, of all processes.")
        median, slow = statistics.median(times), times[int(len(times) * 0.99)]
        print(
            f"One against {size:,}: {median:.1f} ms, ratio {median / MILLISECONDS:.2f} (at most 1), 99th {slow:.1f} ms."
        )
        return int(rate < A_SECOND or median > MILLISECONDS or slow > SLOWEST)


def read_records(count: int) -> list[dict[str, Any]]:
    """The first records of the set, by the names of our columns."""
    from bench.matching_accuracy import SETS, read

    [shoppers] = [one for one in SETS if one.name == "shoppers_100k"]
    said, _ = read(shoppers)
    return [
        {
            "source_key": str(place),
            **{name: value or None for name, value in record.items()},
            "born_on": day_of(record["born_on"]),
        }
        for place, record in enumerate(said[:count])
    ]


def day_of(text: str) -> date | None:
    """What is no day is left out, as the importer does."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def train_on(records: list[dict[str, Any]]) -> None:
    """A model of these records, in force and with nothing to file."""
    from shopkeeper.core.actors import system_actor
    from shopkeeper.customers.actions.filing import file_records
    from shopkeeper.customers.actions.training import keep_model
    from shopkeeper.customers.contracts import Judgment
    from shopkeeper.customers.rules.matching.forms import standardize
    from shopkeeper.customers.rules.matching.people import train_on as learn

    by, now = system_actor("bench"), datetime.now(UTC)
    keep_model(model=learn([standardize(record) for record in records]), judgment=Judgment(), by=by, now=now)
    file_records(by=by, now=now)


def time_import(records: list[dict[str, Any]]) -> tuple[float, float]:
    """Seconds on the clock and of CPU for loading staged batches, as the importer does."""
    from tests.staging import take_in

    before, began = cpu_of_all(), time.perf_counter()
    for some in batched(records, AT_ONCE):
        take_in("customers", some, now=datetime.now(UTC))
    return time.perf_counter() - began, cpu_of_all() - before


def time_single(records: list[dict[str, Any]]) -> Iterator[float]:
    """Milliseconds of each record by itself, written and committed."""
    from shopkeeper.core.actors import system_actor
    from shopkeeper.customers.public import RecordData, record_person

    for record in records:
        data = RecordData(source="rest", **{name: value for name, value in record.items() if value})
        began = time.perf_counter()
        record_person(data=data, by=system_actor("bench"), now=datetime.now(UTC))
        yield (time.perf_counter() - began) * 1000


def cpu_of_all() -> float:
    """Seconds of this process and of the database below it."""
    total = 0.0
    for process in [psutil.Process(), *of_database()]:
        try:
            spent = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def of_database() -> Iterator[psutil.Process]:
    """The database of this home and its backends."""
    from shopkeeper.site.home import Home

    first = (Home.from_environment().path / "postgres" / "data" / "postmaster.pid").read_text().split()[0]
    server = psutil.Process(int(first))
    yield from [server, *server.children(recursive=True)]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.site.settings")
    sys.exit(in_home(int(sys.argv[2])) if "--in-home" in sys.argv else main(sys.argv[1:]))
