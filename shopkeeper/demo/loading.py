"""Loading a demo retailer into an empty home: made up, imported, its last days lived, looked at, taken care of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.db import connection

from shopkeeper.connectors import public as connectors
from shopkeeper.core import clock, schedule
from shopkeeper.core.console import operator
from shopkeeper.core.modules import import_offers
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.demo import files
from shopkeeper.demo.acting import perform
from shopkeeper.demo.carrying import set_up_carriers
from shopkeeper.demo.dealing import deal_scenario
from shopkeeper.demo.generator.days import LIVED_DAYS
from shopkeeper.demo.looking import Looking, read_watches
from shopkeeper.demo.people import let_everybody_in, list_personas
from shopkeeper.demo.phoning import take_calls
from shopkeeper.demo.progress import Bar, Bars, bars
from shopkeeper.demo.returning import agree_on_policy, ask_for_goodwill
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.stage import Stage
from shopkeeper.demo.stocking import stock_up
from shopkeeper.improvement import public as improvement
from shopkeeper.organization import public as organization

OWN = "thorne-and-wren"
_AT_ONCE = 40
_TAKE_PEOPLE_ON = "recovery.take_people_on"
_DONE_BY_NOW = ("insight.refresh_lake", "insight.find_causes", "improvement.read_watches")
"""Timers whose work a loading does itself: the worker need not do it again while a visitor opens the first page."""


def load(*, retailer: str, seed: int) -> list[tuple[str, str]]:
    """Load a retailer; gives (name, role) of those whose chairs a visitor may take.

    :raises InvalidInput: when there is no such retailer
    """
    if retailer != OWN:
        raise InvalidInput(reason=f"There is no made-up retailer “{retailer}”; there is {OWN}.")
    now = clock.now()
    with _unhurried_disk(), bars() as shown:
        looking = _load_story(deal_scenario(seed), seed, shown, now)
        look_and_care(shown, now=now, looking=looking)
    return list_personas(now=now)


def last_day() -> date:
    """Until when the story that was just loaded goes on by itself."""
    day, _ = files.nights()[-1]
    return day


def _load_story(scenario: Scenario, seed: int, shown: Bars, now: datetime) -> Looking:
    with _made(scenario, seed, now) as making:
        _describe(scenario, now)
        with shown.part("Making up a retailer and its people"):
            people = making.wait_for("people")
        _import(people, shown, "Importing the house and its people")
        let_everybody_in(scenario, now=now)
        with shown.part("Telling eighteen months"):
            history = making.wait_for("history")
        _import(history, shown, "Importing eighteen months")
        looking = Looking()
        making.wait_for("acts")
    with shown.part("Living the last three days") as bar:
        _live(now, bar)
    with shown.part("Stocking the shelves"):
        stock_up(scenario, seed, now=now)
    with shown.part("Asking the carriers"):
        set_up_carriers(scenario, now=now)
    with shown.part("Answering the telephone"):
        take_calls(by=operator(), now=now)
    files.forget_history()
    return looking


@contextmanager
def _made(scenario: Scenario, seed: int, now: datetime) -> Iterator[files.Making]:
    today: date = now.astimezone(ZoneInfo(scenario.retailer.time_zone)).date()
    making = files.Making(seed=seed, today=today)
    try:
        yield making
    finally:
        making.stop()


@contextmanager
def _unhurried_disk() -> Iterator[None]:
    """Do not wait for the disk at each commit: what a crash takes, the next start loads anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


def _describe(scenario: Scenario, now: datetime) -> None:
    card = organization.RetailerCard(**msgspec.structs.asdict(scenario.retailer))
    organization.describe_retailer(card=card, by=operator(), now=now)


def _import(folder: Path, shown: Bars, title: str) -> None:
    with shown.part(title) as bar:
        sizes = {file.stem: file.stat().st_size for file in folder.iterdir()}
        whole, done = sum(sizes.values()), dict.fromkeys(sizes, 0.0)

        def tell(part: Any) -> None:
            done[part.table] = sizes[part.table] if part.finished_at else part.read
            bar.move(sum(done.values()) / whole, part.table)

        connectors.import_folder(folder=folder, source="demo", by=operator(), clock=clock.now, progress=tell)


def _live(now: datetime, bar: Bar) -> None:
    """The last days and this one until now, act by act; what systems send at night comes as files."""
    connectors.import_folder(folder=files.nightly(), source="demo", by=operator(), clock=clock.now)
    begin = files.Place(-LIVED_DAYS)
    due = [(act, place) for act, place in files.acts_after(begin) if datetime.fromisoformat(act.when) <= now]
    stage = Stage(now=now)
    agree_on_policy(stage, now=now - timedelta(days=LIVED_DAYS))
    for first in range(0, len(due), _AT_ONCE):
        perform((act for act, _ in due[first : first + _AT_ONCE]), stage)
        bar.move(first / len(due), due[first][0].kind)
    delivered = [act.ref for act, _ in due if act.kind == "deliver"]
    ask_for_goodwill(stage, delivered, now=now - timedelta(hours=2))
    (due[-1][1] if due else begin).write()


def look_and_care(shown: Bars, *, now: datetime, looking: Looking | None = None) -> None:
    """What the worker would do in its own time, done once so that the first page has something to say."""
    import_offers("timers")
    search = (looking or Looking()).find_causes()
    with shown.part("Taking care of people"):
        schedule.run(_TAKE_PEOPLE_ON, now=now)
    with shown.part("Looking for causes"):
        search.wait()
        give_causes_an_owner(now=now)
        read_watches()
    for timer in _DONE_BY_NOW:
        schedule.count_as_run(timer, now=now)


def give_causes_an_owner(*, now: datetime) -> None:
    """Let each cause that deserves it become a problem, as the worker does when it has found one."""
    improvement.open_due_problems(by=operator(), now=now)
