"""A file that is larger than the memory, imported: what all processes of it hold at most, the database's among them.

The promise: a shop's exports of any size import on a small machine, so memory must not grow with the file. The limit is
stated. The file is made up as an export of contacts looks: a line in five with quotes and line breaks in its text, and a
column that nobody asked for. An argument names its size in gigabytes: bin/bench takes 1, `bench/large_import.py 10` more.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from shopkeeper.site.doctor import running_processes
from shopkeeper.site.home import Home

ROOT = Path(__file__).parents[1]
MEGABYTES = 1000
GIGABYTE = 2**30
_HEAD = "source_key,kind,customer_key,occurred_at,queue_seconds,outcome,text,payload\r\n"
_MAPPING = """
name: A large export
source: telephone
retailer: {country: GB, currency: GBP}
files: {contacts: contacts.csv}
tables:
  - table: interactions
    from: contacts
    columns:
      source_key: source_key
      kind: kind
      customer_key: customer_key
      occurred_at: occurred_at
      queue_seconds: queue_seconds
      outcome: outcome
      text: text
"""
_STARTED = datetime(2025, 1, 1, tzinfo=UTC)


def main(gigabytes: float) -> int:
    """Make the file up, import it into an empty home, watch; fail above the limit."""
    with tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        home = Home(Path(folder) / "home")
        files = Path(folder) / "export"
        files.mkdir()
        rows = make_up(files / "contacts.csv", int(gigabytes * GIGABYTE))
        mapping = Path(folder) / "mapping.yaml"
        mapping.write_text(_MAPPING)
        with home.postgres():
            seconds, most = watch(home, [str(files), "--mapping", str(mapping)])
    print(f"{gigabytes:g} GB, {rows:,} rows: {seconds:.0f} s, {rows / seconds:,.0f} a second.")
    print(f"At most {most} MB at once, ratio {most / MEGABYTES:.2f} of {MEGABYTES} MB.")
    return int(most > MEGABYTES)


def make_up(path: Path, size: int) -> int:
    """Write an export of `size` bytes; gives its rows. The same size gives the same file."""
    chance, rows, written = random.Random(7), 0, 0
    with path.open("w", newline="") as file:
        written += file.write(_HEAD)
        while written < size:
            written += file.write("".join(_lines(chance, rows, 5000)))
            rows += 5000
    return rows


def _lines(chance: random.Random, first: int, count: int) -> Iterator[str]:
    for number in range(first, first + count):
        at = _STARTED + timedelta(seconds=number % 40_000_000)
        text = '"He said ""late again"",\r\nand hung up."' if number % 5 == 0 else f"Where is parcel {number}?"
        yield (
            f"c{number},call,p{chance.randrange(200_000)},{at:%Y-%m-%dT%H:%M:%SZ},{number % 900},answered,{text},"
            f"{chance.randbytes(450).hex()}\r\n"
        )


def watch(home: Home, arguments: list[str]) -> tuple[float, int]:
    """Seconds of the import and the most megabytes that it and the database held at once (PSS)."""
    environment = {**os.environ, "SHOPKEEPER_HOME": str(home.path)}
    environment.pop("DATABASE_URL", None)
    command = [str(Path(sys.executable).with_name("shopkeeper")), "import", *arguments]
    began, most = time.monotonic(), 0
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as importing:
        while importing.poll() is None:
            most = max(most, _held(home, importing.pid))
            time.sleep(0.5)
    if importing.returncode:
        raise SystemExit(f"The import ended with {importing.returncode}.")
    return time.monotonic() - began, most // 2**20


def _held(home: Home, importing: int) -> int:
    try:
        own = psutil.Process(importing)
        family = {each.pid: each for each in (own, *own.children(recursive=True), *running_processes(home))}
        return sum(each.memory_full_info().pss for each in family.values())
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1))
