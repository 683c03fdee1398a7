"""Training and relinking against bare Splink with the same comparisons and the same blocking: CPU and memory.

The promise: within 1.25 times the CPU of Splink 5 alone (it trains, predicts and clusters records that are already in
standard form), in 2 GB. On our side everything counts: reading the forms out of PostgreSQL, training, relinking and
writing what changes, with PostgreSQL's own CPU. Records are those of `bench/shoppers.py`; nineteen of twenty duplicates
are joined beforehand, as arrivals leave them. The size is an argument: `python bench/relink.py 1000000`.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Hashable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RATIO, GIGABYTES = 1.25, 2.0
LEFT_APART = 20
"""Every so manieth duplicate is left for the relink to find."""

_COLUMNS = ("given_name", "family_name", "email", "phone", "born_on", "street", "city", "postcode")


def main(size: int) -> int:
    """All of it in a home of its own."""
    with tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp") as home:
        Path(home).chmod(0o711)
        environment = {**os.environ, "SHOPKEEPER_HOME": home, "PYTHONPATH": str(ROOT)}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, __file__, "--in-home", str(size)]
        return subprocess.run(command, env=environment, check=False).returncode


def in_home(size: int) -> int:
    """Fill, train once so that all is filed, then measure both sides."""
    from django.core.management import call_command

    from shopkeeper.site.home import Home

    home = Home.from_environment()
    with home.postgres():
        call_command("migrate", verbosity=0)
        fill(size)
        first, _ = measure("--train")
        print(
            f"{size:,} records. First training, which works out and files all forms: {first:.0f} s of CPU.", flush=True
        )
        train, train_memory = measure("--train")
        print(f"Train: {train:.1f} s of CPU, {train_memory:.2f} GB.", flush=True)
        relink, relink_memory = measure("--relink")
        print(f"Relink: {relink:.1f} s of CPU, {relink_memory:.2f} GB.", flush=True)
        again, again_memory = measure("--relink")
        print(f"Relink with nothing to change: {again:.1f} s of CPU, {again_memory:.2f} GB.", flush=True)
        prepared = home.path / "prepared.parquet"
        measure("--prepare", str(prepared))
        bare, bare_memory = measure("--bare", str(prepared))
    print(f"Bare Splink: {bare:.1f} s of CPU, {bare_memory:.2f} GB.")
    ratio, memory = (train + relink) / bare, max(train_memory, relink_memory)
    print(
        f"CPU: ratio {ratio:.2f} (at most {RATIO}). Memory: {memory:.2f} GB, ratio {memory / GIGABYTES:.2f} (at most 1)."
    )
    return int(ratio > RATIO or memory > GIGABYTES)


def measure(*command: str) -> tuple[float, float]:
    """Seconds of CPU of a process of its own with the database's, and its peak of memory in GB (shared buffers aside)."""
    from bench.arrivals import cpu_of_all

    before = cpu_of_all()
    with tempfile.NamedTemporaryFile("r") as told:
        environment = {**os.environ, "PEAK": told.name}
        subprocess.run([sys.executable, __file__, *command], check=True, env=environment)
        return cpu_of_all() - before, float(told.read()) / 2**20


def tell_peak() -> None:
    """Write down this process's own peak, in kilobytes."""
    Path(os.environ["PEAK"]).write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def fill(size: int) -> None:
    """Records, customers and links, as if they had arrived."""
    from django.db import connection, transaction

    from bench.arrivals import day_of
    from bench.shoppers import make_shoppers
    from shopkeeper.core.ids import new_id

    now = datetime.now(UTC)
    owners: dict[Hashable, Any] = {}
    found = 0
    record_columns = f"id, source, source_key, customer_id, recorded_at, described, version, {', '.join(_COLUMNS)}"
    empty = ("person_key", "full_name", "card_number", "language", "region", "country")
    with transaction.atomic(), connection.cursor() as cursor:
        rows = []
        for place, (said, person) in enumerate(make_shoppers(size)):
            owner = owners.get(person)
            found += owner is not None
            if owner is None or found % LEFT_APART == 0:
                owner = owners[person] = new_id()
            values = [day_of(said[name]) if name == "born_on" else said[name] for name in _COLUMNS]
            rows.append((new_id(), owner, place, values))
        with cursor.copy("COPY customers_customer (id, number, created_at) FROM STDIN") as copy:
            for number, owner in enumerate(dict.fromkeys(owner for _, owner, _, _ in rows)):
                copy.write_row([owner, f"B{number}", now])
        with cursor.copy(f"COPY customers_sourcerecord ({record_columns}, {', '.join(empty)}) FROM STDIN") as copy:
            for record, owner, place, values in rows:
                copy.write_row([record, "bench", str(place), owner, now, True, 1, *values, *([""] * len(empty))])
        with cursor.copy(
            "COPY customers_link (id, record_id, customer_id, reason, decided_by, starts_at) FROM STDIN"
        ) as copy:
            for record, owner, _, _ in rows:
                copy.write_row([new_id(), record, owner, "first", "bench", now])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_customer, customers_sourcerecord, customers_link")


def train() -> None:
    """A model of all records, switched on, and all forms filed: the second training finds them so."""
    from shopkeeper.core.actors import system_actor
    from shopkeeper.customers.actions.filing import file_records
    from shopkeeper.customers.actions.training import train_model
    from tests.customers.trained import switch_on

    by, now = system_actor("bench"), datetime.now(UTC)
    switch_on(train_model(by=by, now=now).version, by=by, now=now)
    file_records(by=by, now=now)
    tell_peak()


def relink() -> None:
    """All records anew; says what came of it."""
    from shopkeeper.core.actors import system_actor
    from shopkeeper.customers.actions.relinking import relink

    print(relink(by=system_actor("bench"), now=datetime.now(UTC)))
    tell_peak()


def prepare(target: str) -> None:
    """What bare Splink gets: forms and keys of the same records, in Parquet."""
    import pyarrow as pa

    from shopkeeper.customers.queries.pooling import fill_pool
    from shopkeeper.customers.rules.matching.configuration import PERSONS
    from shopkeeper.customers.rules.matching.forms import list_keys
    from shopkeeper.customers.rules.matching.people import open_pool
    from shopkeeper.engines.linkage import MOST_IN_A_KEY

    with open_pool() as pool:
        fill_pool(pool, since=None)
        columns = ", ".join(f'"{name}"' for name in pool.columns)
        pool.database.execute(
            "CREATE TABLE named_keys (id INTEGER, " + ", ".join(f'"key_{name}" BIGINT' for name in PERSONS.keys) + ")"
        )
        some: list[tuple[Any, ...]] = []
        for place, *said in [*pool.stream(f"SELECT id, {columns} FROM records ORDER BY id"), (None,)]:
            if place is not None:
                keys = list_keys(dict(zip(pool.columns, said, strict=True)))
                some.append((place, *(keys.get(name) for name in PERSONS.keys)))
            if some and (len(some) == 20_000 or place is None):
                table = pa.table(
                    {f"c{at}": pa.array(values, pa.int64()) for at, values in enumerate(zip(*some, strict=True))}
                )
                pool.database.register("taken", table)
                pool.database.execute("INSERT INTO named_keys SELECT * FROM taken")
                some = []
        useful = ", ".join(
            f'CASE WHEN count(*) OVER (PARTITION BY "key_{name}") <= {MOST_IN_A_KEY} THEN "key_{name}" END AS "key_{name}"'
            for name in PERSONS.keys
        )
        said = ", ".join(f'"{name}"' for name in PERSONS.columns)
        pool.database.execute(
            f"COPY (SELECT id, {said}, {useful} FROM records JOIN named_keys USING (id)) TO '{target}' (FORMAT parquet)"
        )
    tell_peak()


def bare(prepared: str) -> None:
    """Splink as it comes: random pairs, expectation and maximization over three rules, all pairs, clusters at .95."""
    import duckdb
    from splink import DuckDBAPI, Linker

    from shopkeeper.customers.rules.matching.configuration import PERSONS, SURE
    from shopkeeper.engines.linkage.model import Weight
    from shopkeeper.engines.linkage.splink_settings import write_settings

    connection = duckdb.connect(config={"threads": 2})
    connection.execute(f"CREATE TABLE forms AS SELECT * FROM '{prepared}'")
    filled = {part.name for part in PERSONS.comparisons if has_values(connection, part.columns[0])}
    before = {part.name: [Weight(x.m, x.u, x.kin) for x in part.levels] for part in PERSONS.comparisons}
    weights = {name: rows for name, rows in before.items() if name in filled}
    settings = write_settings(PERSONS, weights, prior=1e-6)
    linker = Linker(DuckDBAPI(connection).register("forms"), settings, log_level=None, validate_settings=False)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for key in ("name", "email", "phone"):
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(f'l."key_{key}" = r."key_{key}"')
        except ValueError as error:
            print(f"Splink learned nothing from pairs of one {key}: {str(error)[:90]}")
    found = linker.inference.predict(threshold_match_probability=SURE, warning_mode="never")
    linker.clustering.cluster_pairwise_predictions_at_threshold(found, SURE)
    tell_peak()


def has_values(connection: Any, column: str) -> bool:
    """Whether any record fills it."""
    [(known,)] = connection.execute(f'SELECT count("{column}") FROM forms').fetchall()
    return bool(known)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.site.settings")
    from django import setup

    todo, *words = sys.argv[1:] or ["100000"]
    if not todo.startswith("--"):
        sys.exit(main(int(todo)))
    setup()
    steps = {"--train": train, "--relink": relink, "--prepare": prepare, "--bare": bare}
    sys.exit(in_home(int(words[0])) if todo == "--in-home" else steps[todo](*words))
