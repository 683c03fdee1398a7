"""Loads a demo retailer into an empty database, through the same import as anybody's data, with progress shown."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from shopkeeper.connectors import public as connectors
from shopkeeper.core import clock, schedule
from shopkeeper.core.actors import Actor
from shopkeeper.core.console import operator
from shopkeeper.core.modules import import_offers
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.demo.dealing import deal_scenario
from shopkeeper.demo.generator import retailer as generator
from shopkeeper.demo.generator.writing import write
from shopkeeper.demo.olist import OLIST, prepare_olist
from shopkeeper.engines.warehouse.duckdb_warehouse import DuckDBWarehouse
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization

OWN = "thorne-and-wren"
AFTERWARDS = ("insight.find_causes", "recovery.take_people_on", "improvement.read_watches")
"""What the worker would do in its own time, done once so that the first page has something to say."""
SOURCE = "demo"


def load(*, retailer: str, seed: int) -> list[tuple[str, str]]:
    """Fill the empty database with a retailer. Returns names and roles whose chairs can be taken.

    :raises InvalidInput: when there is no such retailer, or its files are not there
    """
    now, by = clock.now(), operator()
    with _progress() as bar:
        if retailer == OWN:
            _load_story(seed, bar, by=by, now=now)
        elif retailer == OLIST:
            prepare_olist(by=by, now=now, into=lambda folder, mapping: _import(folder, bar, by=by, mapping=mapping))
        else:
            raise InvalidInput(reason=f"There is no demo retailer “{retailer}”. There are {OWN} and {OLIST}.")
        _let_sign_in(by=by, now=now)
        _look_for_the_first_time(bar)
    people = {person.role: person.name for person in reversed(organization.list_people(now=now))}
    return [(name, role.value.replace("_", " ").capitalize()) for role, name in people.items()]


def _load_story(seed: int, bar: Progress, *, by: Actor, now: datetime) -> None:
    scenario = deal_scenario(seed)
    organization.describe_retailer(
        card=organization.RetailerCard(**msgspec.structs.asdict(scenario.retailer)), by=by, now=now
    )
    local = now.astimezone(ZoneInfo(scenario.retailer.time_zone))
    task = bar.add_task("Telling eighteen months", total=1)
    story = generator.tell(scenario, seed=seed, today=local.date())
    folder = Path(settings.HOME.media) / "demo"
    until = local.hour * 3600 + local.minute * 60 + local.second
    write(story, folder, until=until, progress=lambda name, share: bar.update(task, completed=share))
    bar.update(task, completed=1)
    del story
    gc.unfreeze()  # telling froze its million objects; kept until the end, libraries would report them as leaks
    _import(folder, bar, by=by)
    shutil.rmtree(folder)


def _import(folder: Path, bar: Progress, *, by: Actor, mapping: str = "") -> None:
    tasks: dict[str, TaskID] = {}

    def show(part: Any) -> None:
        if part.table not in tasks:
            tasks[part.table] = bar.add_task("", total=None)
        words = f"Importing {part.table.replace('_', ' ')}: {part.rows:,}"
        bar.update(tasks[part.table], description=words)
        if part.finished_at:
            bar.update(tasks[part.table], total=1, completed=1)

    connectors.import_folder(
        folder=folder, by=by, clock=clock.now, source=SOURCE if not mapping else "", mapping=mapping, progress=show
    )


def _let_sign_in(*, by: Actor, now: datetime) -> None:
    for person in organization.list_people(now=now):
        email = person.email or f"{person.id}@example.org"
        organization.give_sign_in(employee_id=person.id, email=email, password=None, by=by, now=now)


def _look_for_the_first_time(bar: Progress) -> None:
    import_offers("timers")
    warehouse = DuckDBWarehouse(settings.HOME.lake)
    insight.use_warehouse(warehouse)
    task = bar.add_task("Looking for causes and people to help", total=len(AFTERWARDS))
    for name in AFTERWARDS:
        if schedule.is_registered(name):
            schedule.run(name, now=clock.now())
        bar.advance(task)
    insight.use_warehouse(None)
    warehouse.close()


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (TextColumn("{task.description:36}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        yield bar
