"""Loading a demo retailer into an empty home: made as files, imported, its last days lived, then looked at."""

import subprocess
import sys
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from shopkeeper.connectors import public as connectors
from shopkeeper.core import clock, schedule
from shopkeeper.core.console import operator
from shopkeeper.core.modules import import_offers
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.demo import files
from shopkeeper.demo.acting import perform
from shopkeeper.demo.dealing import deal_scenario
from shopkeeper.demo.generator.days import LIVED_DAYS
from shopkeeper.demo.people import let_everybody_in, list_personas
from shopkeeper.demo.progress import Bar, Bars, bars
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.stage import Stage
from shopkeeper.organization import public as organization

OWN = "thorne-and-wren"
_AT_ONCE = 40
_TAKE_PEOPLE_ON = "recovery.take_people_on"


class LookingFailed(RuntimeError):
    """The search for causes stopped."""


def load(*, retailer: str, seed: int) -> list[tuple[str, str]]:
    """Load a retailer; gives (name, role) of those whose chairs a visitor may take.

    :raises InvalidInput: when there is no such retailer
    """
    if retailer != OWN:
        raise InvalidInput(reason=f"There is no made-up retailer “{retailer}”; there is {OWN}.")
    now = clock.now()
    with bars() as shown:
        _load_story(deal_scenario(seed), seed, shown, now)
        look_and_care(shown, now=now)
    files.forget_history()
    return list_personas(now=now)


def _load_story(scenario: Scenario, seed: int, shown: Bars, now: datetime) -> None:
    _describe(scenario, now)
    with shown.part("Making up a retailer") as bar:
        files.make(seed=seed, today=_today(scenario, now), progress=bar.move)
    _import_history(shown)
    let_everybody_in(scenario, now=now)
    with shown.part("Living the last three days") as bar:
        _live(scenario, now, bar)


def _describe(scenario: Scenario, now: datetime) -> None:
    card = organization.RetailerCard(**msgspec.structs.asdict(scenario.retailer))
    organization.describe_retailer(card=card, by=operator(), now=now)


def _today(scenario: Scenario, now: datetime) -> date:
    return now.astimezone(ZoneInfo(scenario.retailer.time_zone)).date()


def _import_history(shown: Bars) -> None:
    with shown.part("Importing eighteen months") as bar:
        sizes = {file.stem: file.stat().st_size for file in files.history().iterdir()}
        whole, done = sum(sizes.values()), dict.fromkeys(sizes, 0.0)

        def tell(part: Any) -> None:
            done[part.table] = sizes[part.table] if part.finished_at else part.read
            bar.move(sum(done.values()) / whole, part.table)

        connectors.import_folder(folder=files.history(), source="demo", by=operator(), clock=clock.now, progress=tell)


def _live(scenario: Scenario, now: datetime, bar: Bar) -> None:
    """The last days and this one until now, act by act; what systems send at night comes as files."""
    connectors.import_folder(folder=files.nightly(), source="demo", by=operator(), clock=clock.now)
    acts = [act for day in range(-LIVED_DAYS, 1) for act in files.acts_of(day)]
    due = [act for act in acts if datetime.fromisoformat(act.when) <= now]
    stage = Stage(now=now)
    for first in range(0, len(due), _AT_ONCE):
        perform(due[first : first + _AT_ONCE], stage)
        bar.move(first / len(due), due[first].kind)


def look_and_care(shown: Bars, *, now: datetime) -> None:
    """What the worker would do in its own time, done once so that the first page has something to say."""
    with shown.part("Looking for causes"):
        look_for_causes()
    with shown.part("Taking care of people"):
        take_care(now=now)


def look_for_causes() -> None:
    """Bring the analytical copies up to date and search them, in a process of its own whose memory ends with it.

    :raises LookingFailed: when the search stops
    """
    command = [sys.executable, "-m", "shopkeeper.site", "causes", "find"]
    looked = subprocess.run(command, capture_output=True, text=True, check=False)
    if looked.returncode:
        raise LookingFailed(looked.stderr.strip()[-400:])


def take_care(*, now: datetime) -> None:
    """Notice who was hurt and open the cases that the teams can carry."""
    import_offers("timers")
    schedule.run(_TAKE_PEOPLE_ON, now=now)
