"""The search for root causes: what made bad outcomes more frequent, where, since when, and what is not to blame."""

from shopkeeper.insight.rules.causes.drivers import Driver, find_drivers
from shopkeeper.insight.rules.causes.facts import Dimension, Facts, Level, Members
from shopkeeper.insight.rules.causes.findings import (
    Analysis,
    Cause,
    Condition,
    Direction,
    Dismissal,
    Dismissed,
    Doubt,
    Evidence,
    Gap,
    Kind,
    Spread,
    Verdict,
)
from shopkeeper.insight.rules.causes.reading import Counts, Row, facts_from_members, facts_from_rows, is_bad_rare
from shopkeeper.insight.rules.causes.search import search
from shopkeeper.insight.rules.causes.settings import DEFAULT, Settings

__all__ = [
    "DEFAULT",
    "Analysis",
    "Cause",
    "Condition",
    "Counts",
    "Dimension",
    "Direction",
    "Dismissal",
    "Dismissed",
    "Doubt",
    "Driver",
    "Evidence",
    "Facts",
    "Gap",
    "Kind",
    "Level",
    "Members",
    "Row",
    "Settings",
    "Spread",
    "Verdict",
    "facts_from_members",
    "facts_from_rows",
    "find_drivers",
    "is_bad_rare",
    "search",
]
