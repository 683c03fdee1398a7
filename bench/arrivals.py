"""Arrivals resolved by the trained model: an import into an empty system, and one record by REST against what is stored.

The promises: 4,000 records a second for 100,000 raw records, resolved and persisted, on two cores, so at most 500
microseconds of CPU for each, of all processes; 15 ms at the median (50 ms at the 99th percentile) for one record by REST
against a million stored, at a cost of at most 1.5 times that against a tenth of them. The limits are stated, not a
peer's. The sizes are arguments: `python bench/arrivals.py 10000 100000` imports so many records of shoppers_100k, sends
single ones, and compares what one costs at the last size with the first. The model is trained beforehand in a home of
its own; training is no part of the time.
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
CPU = 2 / A_SECOND * 1e6
"""Microseconds of two cores for each record."""
GROWTH = 1.5
AT_ONCE, SINGLE = 100_000, 300
"""Records of a batch, as the importer takes them, and those that come by themselves."""


def main(sizes: Sequence[str]) -> int:
    """Each size in a home of its own; fail where a limit is missed."""
    done = [measure(int(size)) for size in sizes or ["100000"]]
    growth = done[-1][1] / done[0][1]
    if len(done) > 1:
        print(f"One record at the last size costs {growth:.2f} times that at the first (at most {GROWTH}).")
    return int(any(missed for missed, _ in done) or growth > GROWTH)


def measure(size: int) -> tuple[bool, float]:
    """One size: whether a limit is missed, and the CPU of one record by itself in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp") as home:
        Path(home).chmod(0o711)
        environment = {**os.environ, "SHOPKEEPER_HOME": home, "PYTHONPATH": str(ROOT)}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, __file__, "--in-home", str(size)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    *said, result = done.stdout.strip().splitlines()
    print("\n".join(said), flush=True)
    missed, cpu = result.split()
    return missed == "True", float(cpu)


def in_home(size: int) -> None:
    """Train, import, send single records; print the ratios, and in the last line what `measure` asks for."""
    from django import setup
    from django.core.management import call_command

    from shopkeeper.site.home import Home

    with Home.from_environment().postgres():
        setup()
        call_command("migrate", verbosity=0)
        records = read_records(size + SINGLE)
        records, single = records[:-SINGLE], records[-SINGLE:]
        size = len(records)  # the set has 100,000, of which a few are kept to come alone
        train_on(records[:20_000])
        seconds, cpu = time_import(records)
        rate, each = size / seconds, cpu / size * 1e6
        print(f"{size:,} records: {rate:,.0f} a second, ratio {rate / A_SECOND:.2f} (at least 1).")
        print(f"CPU a record: {each:,.0f} microseconds of all processes, ratio {each / CPU:.2f} (at most 1).")
        before = cpu_of_all()
        times = sorted(time_single(single))
        alone = (cpu_of_all() - before) / len(times) * 1e3
        print(f"CPU of one by REST: {alone:.1f} ms, of all processes.")
        median, slow = statistics.median(times), times[int(len(times) * 0.99)]
        ratios = f"ratios {median / MILLISECONDS:.2f} and {slow / SLOWEST:.2f} (at most 1)"
        print(f"One against {size:,}: {median:.1f} ms at the median, {slow:.1f} ms at the 99th percentile, {ratios}.")
        print(rate < A_SECOND or each > CPU or median > MILLISECONDS or slow > SLOWEST, alone)


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
    """Milliseconds of each record by itself: sent by REST, resolved, written and committed."""
    from django.test import Client

    from shopkeeper.core.actors import system_actor
    from shopkeeper.core.api_keys import create_api_key

    key = create_api_key(name="bench", permissions=("*",), by=system_actor("bench"), now=datetime.now(UTC))
    client = Client(headers={"Authorization": f"Bearer {key}"})
    for record in records:
        body = {"source": "rest", **{name: str(value) for name, value in record.items() if value}}
        began = time.perf_counter()
        answer = client.post("/api/customers/records", body, content_type="application/json")
        yield (time.perf_counter() - began) * 1000
        assert answer.status_code == 201, answer.content


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
    if "--in-home" in sys.argv:
        in_home(int(sys.argv[2]))
    else:
        sys.exit(main(sys.argv[1:]))
