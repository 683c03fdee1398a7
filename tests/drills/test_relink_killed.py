"""Kill -9 of a relink in the middle: begun again, it ends with the people of one that nobody disturbed."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from shopkeeper.site.home import Home
from tests.customers.population import make_town
from tests.machine import temporary_home

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket]

PEOPLE = """
SELECT md5(string_agg(records, ',' ORDER BY records)) FROM (
    SELECT string_agg(r.source_key, ' ' ORDER BY r.source_key) AS records FROM customers_sourcerecord AS r
    JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
    JOIN customers_customer AS c ON c.id = l.customer_id GROUP BY coalesce(c.merged_into_id, c.id)
) AS people"""
HALF_DONE = """
SELECT count(*) FROM customers_customer AS c
LEFT JOIN customers_merge AS m ON m.merged_id = c.id AND m.undone_at IS NULL
LEFT JOIN customers_profile AS p ON p.customer_id = c.id
WHERE (c.merged_into_id IS NULL) <> (m.id IS NULL) OR (c.merged_into_id IS NULL) <> (p.id IS NOT NULL)
   OR p.records <> (SELECT count(*) FROM customers_link AS l JOIN customers_customer AS o ON o.id = l.customer_id
                    WHERE l.ends_at IS NULL AND coalesce(o.merged_into_id, o.id) = c.id)"""
MERGED = "SELECT count(*) FROM customers_merge WHERE reason = 'model' AND undone_at IS NULL"


class Retailer:
    """A home with a town of customers, of whom fixed rules joined some."""

    def __init__(self, files: Path, scratch: Path) -> None:
        self.home = Home(temporary_home())
        self.scratch = scratch
        scratch.mkdir()
        foreign = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        self.environment = {name: value for name, value in os.environ.items() if name not in foreign}
        self.environment |= {"SHOPKEEPER_HOME": str(self.home.path), "TMPDIR": str(scratch)}
        self.files = files

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        whole = [sys.executable, "-m", "shopkeeper.site", *command]
        return subprocess.Popen(whole, env=self.environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def open(self) -> None:
        for command in (("migrate",), ("import", str(self.files), "--source", "till"), ("customers", "train")):
            assert self.start(*command).wait(timeout=600) == 0

    def ask(self, question: str, *facts: object) -> object:
        with psycopg.connect(self.home.postgres().url, autocommit=True) as database:
            answer = database.execute(question, facts)
            row = answer.fetchone() if answer.description else None
        return row[0] if row else None


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Retailer, Retailer]]:
    """Two homes with the same customers and the same model."""
    records, truth = make_town(4_000)
    seen: set[int] = set()
    with (tmp_path / "customers.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["source_key", *records[0]])
        writer.writeheader()
        for place, said in enumerate(records):  # of those who are there twice no fixed rule knows
            known_by = {"email": None, "phone": None} if truth[place] in seen else {}
            seen.add(truth[place])
            writer.writerow({"source_key": str(place), **said, **known_by})
    one, other = Retailer(tmp_path, tmp_path / "one"), Retailer(tmp_path, tmp_path / "other")
    with ExitStack() as stack:
        for retailer in (one, other):
            stack.enter_context(retailer.home.postgres())
            retailer.open()
        artefact = one.ask("SELECT artefact FROM customers_matchingmodel")
        other.ask("UPDATE customers_matchingmodel SET artefact = %s", artefact)
        yield one, other


def test_a_relink_that_is_killed_in_the_middle_ends_like_one_that_is_not(two: tuple[Retailer, Retailer]) -> None:
    undisturbed, disturbed = two
    assert undisturbed.start("customers", "relink").wait(timeout=600) == 0
    relinking = disturbed.start("customers", "relink")
    while not disturbed.ask(MERGED) and relinking.poll() is None:
        time.sleep(0.02)
    os.kill(relinking.pid, signal.SIGKILL)
    relinking.wait()
    assert 0 < int(str(disturbed.ask(MERGED))) < int(str(undisturbed.ask(MERGED))), "it was not killed in the middle"
    assert disturbed.ask(PEOPLE) != undisturbed.ask(PEOPLE)
    assert disturbed.ask(HALF_DONE) == 0
    assert [left.name.split("-")[2] for left in disturbed.scratch.iterdir()] == [str(relinking.pid)]
    assert disturbed.start("customers", "relink").wait(timeout=600) == 0
    assert disturbed.ask(PEOPLE) == undisturbed.ask(PEOPLE)
    assert disturbed.ask(HALF_DONE) == 0
    assert list(disturbed.scratch.iterdir()) == [], "what the killed one left behind holds people"
