"""Signals of harm as the modules below have recorded them: new ones, and known ones that have grown."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from shopkeeper.recovery.contracts import HarmSignal, SignalKind
from shopkeeper.recovery.rules.harm import TOO_LATE_AFTER
from shopkeeper.recovery.rules.opening import DATA_IS_LIVE_WITHIN, find_today
from shopkeeper.recovery.rules.scales import CONTACT_AGAIN_WITHIN, PASS_MARKS, WAIT_IS_LONG_AFTER, WRONG_ITEM_POINTS

_SQL = Path(__file__).parents[1] / "sql"
_SIGNALS = (_SQL / "signals.sql").read_text()
_HORIZON = (_SQL / "horizon.sql").read_text()
_LIMITS: dict[str, Any] = {
    "scales": list(PASS_MARKS),
    "worst": [worst for worst, _ in PASS_MARKS.values()],
    "marks": [mark for _, mark in PASS_MARKS.values()],
    "wrong": list(WRONG_ITEM_POINTS),
    "wrong_points": list(WRONG_ITEM_POINTS.values()),
    "wait": WAIT_IS_LONG_AFTER.total_seconds(),
    "again": CONTACT_AGAIN_WITHIN.total_seconds(),
}


def get_today(*, now: datetime) -> datetime:
    """The day from which the age of harm is counted: now, or the end of the data where it ended long ago."""
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON, {"now": now, "live": DATA_IS_LIVE_WITHIN.total_seconds()})
        newest_at, bulk_at = cursor.fetchone()
    return find_today(newest_at=newest_at, bulk_at=bulk_at, now=now)


def list_signals(*, today: datetime) -> list[HarmSignal]:
    """Signals of the last weeks that nobody has noticed yet, or that have grown since, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNALS, {"today": today, "since": today - TOO_LATE_AFTER, **_LIMITS})
        return [HarmSignal(SignalKind(kind), *rest) for kind, *rest in cursor.fetchall()]
