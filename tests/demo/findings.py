"""What the product finds by itself in the demo's files: imported as any retailer's, searched as every night."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from shopkeeper.connectors import public as connectors
from shopkeeper.core.actors import system_actor
from shopkeeper.customers.actions.suggesting import suggest_households
from shopkeeper.customers.queries.households import list_households
from shopkeeper.demo.scenario import read_scenario
from shopkeeper.improvement import public as improvement
from shopkeeper.insight import public as insight
from shopkeeper.insight.lake import refresh_lake
from shopkeeper.organization import public as organization
from shopkeeper.recovery.models import Case
from shopkeeper.recovery.timers import take_people_on

BY = system_actor("test")
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
"""The morning after the last evening that the files tell of."""

_MORE_THAN_LIVE_TOGETHER = 100


def find_everything(folder: Path) -> dict[str, Any]:
    """Import, search, give owners and take people on in this process's database; what came of it, as plain data."""
    _import(folder)
    refresh_lake(by=BY, now=NOW)
    with insight.own_warehouse():
        insight.find_causes(by=BY, now=NOW)
        improvement.open_due_problems(by=BY, now=NOW)
        take_people_on(by=BY, now=NOW)
        found = {
            "causes": [
                card
                for way in ("worse", "better")
                for is_over in (False, True)
                for card in insight.list_causes(by=BY, direction=way, is_over=is_over)
            ],
            "problems": improvement.list_problems(by=BY, now=NOW),
            "scorecard": _scorecard(),
            "scores_by_store": insight.read_by(
                _metric("net_promoter_score"), _last_90_days("net_promoter_score"), dimension="outlet", by=BY, now=NOW
            ),
            "households": _households(),
            "cases": list(Case.objects.values("role", "team_outlet_id", "owner_id")),
        }
    shutil.rmtree(settings.HOME.lake)
    return msgspec.json.decode(msgspec.json.encode(found))


def _import(folder: Path) -> None:
    card = organization.RetailerCard(**msgspec.structs.asdict(read_scenario().retailer))
    organization.describe_retailer(card=card, by=BY, now=NOW)
    connectors.import_folder(folder=folder, source="demo", by=BY, clock=lambda: NOW)


def _households() -> list[list[str]]:
    suggest_households(by=BY, now=NOW)
    found = list_households(limit=_MORE_THAN_LIVE_TOGETHER)
    return [sorted(dweller.card.name for dweller in household.people) for household in found]


def _scorecard() -> list[dict[str, Any]]:
    lines = insight.list_scorecard(by=BY, now=NOW)
    return [
        {"metric": line.metric.name, "value": line.reading.value, "n": line.reading.n, "variation": line.variation}
        for line in lines
    ]


def _metric(name: str) -> insight.Metric:
    return insight.get_metric(name)


def _last_90_days(name: str) -> insight.Window:
    return insight.window_of(_metric(name), None, None, {}, by=BY, now=NOW)
