"""What comes from the lake is worked out once until the lake moves, for each scope and day of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from shopkeeper.core.actors import Actor, ActorKind, Scopes, system_actor
from shopkeeper.engines.lake.manifest import Manifest
from shopkeeper.insight.keeping import kept
from shopkeeper.insight.warehouse import own_warehouse
from shopkeeper.site.home import Home

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHIEF = system_actor("chief")
LEEDS = Actor(ActorKind.EMPLOYEE, "1", scopes=Scopes(values={"outlet_id": frozenset({"leeds"})}))
ASKED: list[tuple[str, str]] = []

pytestmark = pytest.mark.django_db


@kept
def late_share(carrier: str, *, by: Actor, now: datetime) -> int:
    ASKED.append((carrier, by.id))
    return len(ASKED)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Path]:
    """Where the data sets lie; nothing was asked of it yet."""
    ASKED.clear()
    with override_settings(HOME=Home(tmp_path)):
        yield Home(tmp_path).lake


def refreshed(lake: Path) -> None:
    """The parcels were brought up to date."""
    (lake / "deliveries").mkdir(parents=True, exist_ok=True)
    Manifest("f", "d", 1, NOW, "g", {}).write(lake / "deliveries")


def test_the_same_is_worked_out_once_until_the_lake_moves(lake: Path) -> None:
    refreshed(lake)
    assert [late_share("Fleetline", by=CHIEF, now=NOW) for _ in range(3)] == [1, 1, 1]
    refreshed(lake)
    assert late_share("Fleetline", by=CHIEF, now=NOW) == 2


def test_people_with_the_same_scopes_share_what_was_worked_out_and_others_never(lake: Path) -> None:
    refreshed(lake)
    late_share("Fleetline", by=LEEDS, now=NOW)
    late_share("Fleetline", by=replace(LEEDS, id="2"), now=NOW)
    york = replace(LEEDS, id="3", scopes=Scopes(values={"outlet_id": frozenset({"york"})}))
    late_share("Fleetline", by=york, now=NOW)
    late_share("Fleetline", by=CHIEF, now=NOW)
    assert ASKED == [("Fleetline", "1"), ("Fleetline", "3"), ("Fleetline", "chief")]


def test_the_next_day_and_another_question_are_worked_out_anew(lake: Path) -> None:
    refreshed(lake)
    for carrier, at in [("A", NOW), ("A", NOW + timedelta(hours=3)), ("B", NOW), ("A", NOW + timedelta(days=1))]:
        late_share(carrier, by=CHIEF, now=at)
    assert [carrier for carrier, _ in ASKED] == ["A", "B", "A"]


def test_a_process_that_is_its_own_warehouse_keeps_nothing(lake: Path) -> None:
    refreshed(lake)
    with own_warehouse():
        assert [late_share("Fleetline", by=CHIEF, now=NOW) for _ in range(2)] == [1, 2]
