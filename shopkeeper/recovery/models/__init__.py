"""Rows of recovery: episodes of harm, the cases that put them right, and what was done, said and given."""

from shopkeeper.recovery.models.cases import (
    Apology,
    Case,
    Completion,
    HandOver,
    Note,
    Reopening,
    Resolution,
    Step,
)
from shopkeeper.recovery.models.episodes import Episode, Signal
from shopkeeper.recovery.models.playbooks import Capacity, Playbook, PlaybookStep
from shopkeeper.recovery.models.remedies import Allowance, RecoveryBudget, Remedy, RemedyMove

__all__ = [
    "Allowance",
    "Apology",
    "Capacity",
    "Case",
    "Completion",
    "Episode",
    "HandOver",
    "Note",
    "Playbook",
    "PlaybookStep",
    "RecoveryBudget",
    "Remedy",
    "RemedyMove",
    "Reopening",
    "Resolution",
    "Signal",
    "Step",
]
