"""Rows of improvement: problems, the watches over them, measures, and ideas of those who serve."""

from shopkeeper.improvement.models.measures import Effect, Idea, IdeaResponse, Measure
from shopkeeper.improvement.models.problems import Affected, Problem
from shopkeeper.improvement.models.watches import Closing, ClosingAttempt, Relapse, Watch, WatchReading

__all__ = [
    "Affected",
    "Closing",
    "ClosingAttempt",
    "Effect",
    "Idea",
    "IdeaResponse",
    "Measure",
    "Problem",
    "Relapse",
    "Watch",
    "WatchReading",
]
