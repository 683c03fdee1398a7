"""Arrivals resolved by the trained model: an import into an empty system, and one record by REST against what is stored.

The promises: 4,000 records a second for 100,000 raw records, resolved and persisted, on two cores, so at most 500
microseconds of CPU for each, of all processes; 15 ms at the median (50 ms at the 99th percentile) for one record by REST
against a million stored, at a cost of at most 1.5 times that against a tenth of them, with a recall within .005. The
limits are stated, not a peer's. The sizes are arguments: `python bench/arrivals.py 100000 1000000` imports so many of
`bench/shoppers.py`, sends single ones, and compares the last size with the first. The model is trained beforehand in a
home of its own; training is no part of the time. Between the import and the single ones the server is started anew, as
after any update, and has cleaned up. SHOPKEEPER_BENCH names a folder in which a home that was filled is kept: it is filled
once, and sent other single records each time.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import batched, islice
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
A_SECOND, MILLISECONDS, SLOWEST = 4_000, 15.0, 50.0
CPU = 2 / A_SECOND * 1e6
"""Microseconds of two cores for each record."""
GROWTH, RECALL = 1.5, 0.005
AT_ONCE, FIRST, SINGLE = 100_000, 30, 300
"""Records of a batch, as the importer takes them; those with which a process that was just started comes into its stride,
and those that come by themselves after them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: whether a limit is missed, the CPU of one record by itself in milliseconds, the share of pairs found."""

    missed: bool
    alone: float
    recall: float


def main(sizes: Sequence[str]) -> int:
    """Each size in a home of its own; fail where a limit is missed."""
    done = [measure(int(size)) for size in sizes or ["100000"]]
    growth, lost = done[-1].alone / done[0].alone, done[0].recall - done[-1].recall
    if len(done) > 1:
        print(f"One record at the last size costs {growth:.2f} times that at the first (at most {GROWTH}).")
        print(f"Recall there is {lost:.4f} lower (at most {RECALL}).")
    return int(any(one.missed for one in done) or growth > GROWTH or lost > RECALL)


def measure(size: int) -> Measured:
    """One size in a home of its own: a process fills it, and one that starts it anew sends what comes alone."""
    with open_home(size) as home:
        home.chmod(0o711)
        slow_import = run_in(home, "--fill", size)[0] == "True"
        slow_alone, alone, recall = run_in(home, "--send", size)
    return Measured(slow_import or slow_alone == "True", float(alone), float(recall))


def run_in(home: Path, task: str, size: int) -> list[str]:
    """Do one half in a process of its own, show what it says; gives the words of its last line."""
    environment = {**os.environ, "SHOPKEEPER_HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, __file__, task, str(size)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    *said, result = done.stdout.strip().splitlines()
    if said:
        print("\n".join(said), flush=True)
    return result.split()


@contextmanager
def open_home(size: int) -> Iterator[Path]:
    """An empty folder that goes away, or the one that is kept for this size."""
    if kept := os.environ.get("SHOPKEEPER_BENCH"):
        home = Path(kept) / f"arrivals-{size}"
        home.mkdir(parents=True, exist_ok=True)
        yield home
    else:
        with tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp") as folder:
            yield Path(folder)


def in_home(task: str, size: int) -> None:
    """Fill where nothing is yet, or send single records; the last line is what `measure` asks for."""
    from django import setup
    from django.core.management import call_command

    from shopkeeper.site.home import Home

    with Home.from_environment().postgres():
        setup()
        call_command("migrate", verbosity=0)
        from bench.shoppers import make_shoppers
        from shopkeeper.customers.models import SourceRecord

        if task == "--fill":
            print(not SourceRecord.objects.exists() and fill(list_records(range(size))))
            return
        sent = SourceRecord.objects.filter(source="rest").count()
        recall = measure_recall([person for _, person in make_shoppers(size)])
        print(f"Of the pairs of one person among {size:,} records {recall:.4f} are found.")
        settle()
        records = list_records(range(size + sent, size + sent + FIRST + SINGLE))
        list(time_single(records[:FIRST]))
        print(*send_alone(records[FIRST:], size), recall)


def settle() -> None:
    """Do at once what the database does by itself in the hour after a load, or it is counted with the next records."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def list_records(places: range) -> list[dict[str, Any]]:
    """The records of these places, as the importer takes them."""
    from bench.shoppers import make_shoppers

    return [
        {**said, "source_key": str(place), "born_on": day_of(said["born_on"])}
        for place, (said, _) in enumerate(islice(make_shoppers(places.stop), places.start, None), places.start)
    ]


def fill(records: list[dict[str, Any]]) -> bool:
    """Train, then import; gives whether that took too long."""
    train_on(records[:20_000])
    seconds, cpu = time_import(records)
    rate, each = len(records) / seconds, cpu / len(records) * 1e6
    print(f"{len(records):,} records: {rate:,.0f} a second, ratio {rate / A_SECOND:.2f} (at least 1).")
    print(f"CPU a record: {each:,.0f} microseconds of all processes, ratio {each / CPU:.2f} (at most 1).")
    return rate < A_SECOND or each > CPU


def send_alone(records: list[dict[str, Any]], size: int) -> tuple[bool, float]:
    """One by one; gives whether that took too long, and the CPU of each in milliseconds."""
    before = cpu_of_all()
    times = sorted(time_single(records))
    alone = (cpu_of_all() - before) / len(times) * 1e3
    print(f"CPU of one by REST: {alone:.1f} ms, of all processes.")
    median, slow = statistics.median(times), times[int(len(times) * 0.99)]
    ratios = f"ratios {median / MILLISECONDS:.2f} and {slow / SLOWEST:.2f} (at most 1)"
    print(f"One against {size:,}: {median:.1f} ms at the median, {slow:.1f} ms at the 99th percentile, {ratios}.")
    return median > MILLISECONDS or slow > SLOWEST, alone


def measure_recall(truth: Sequence[int]) -> float:
    """The share of all pairs of imported records of one person that belong to one customer."""
    from bench.matching_accuracy import compare
    from shopkeeper.customers.queries.matching import stream_links

    groups: dict[str, list[int]] = {}
    for source, key, customer in stream_links():
        if source == "shop":
            groups.setdefault(customer, []).append(int(key))
    return compare(groups.values(), truth).recall


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
    from shopkeeper.customers.rules.matching.forms import standardize
    from shopkeeper.customers.rules.matching.people import train_on as learn
    from tests.customers.trained import keep_for_use

    by, now = system_actor("bench"), datetime.now(UTC)
    keep_for_use(learn([standardize(record) for record in records]), by=by, now=now)
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
    if sys.argv[1:] and sys.argv[1] in ("--fill", "--send"):
        in_home(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main(sys.argv[1:]))
