"""Policies: what a retailer decides for itself. Each has a standard, is set with a reason, and keeps its versions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from shopkeeper.core.models import PolicyVersion
from shopkeeper.core.refusals import NotFound
from shopkeeper.core.remembering import remembered
from shopkeeper.core.statements import fetch

EVERYTHING = "*"
"""The subject of what holds wherever nothing else was set."""


class Unit(StrEnum):
    """What a knob counts in, which says how people write and read it."""

    NUMBER = "number"
    MINUTES = "minutes"
    DAYS = "days"
    PERCENT = "percent"
    MONEY = "money"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Knob:
    """One value of a policy: its words for people, and the bounds within which it makes sense at all.

    A text has at most `most` letters.
    """

    name: str
    label: str
    unit: Unit = Unit.NUMBER
    least: int = 0
    most: int = 3650
    when_empty: str = ""
    """What it means to leave it open, in words; it has to be filled in where there are none."""
    choices: tuple[tuple[str, str], ...] = ()

    def fits(self, value: Any) -> bool:
        """Whether somebody can mean this value."""
        if self.unit is Unit.YES_NO:
            return isinstance(value, bool)
        if self.unit is Unit.CHOICE:
            return value in dict(self.choices)
        if self.unit is Unit.TEXT:
            return isinstance(value, str) and len(value) <= self.most and bool(value or self.when_empty)
        if value is None:
            return bool(self.when_empty)
        return Decimal(value).is_finite() and self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Policy[T]:
    """Something to decide: `standard` is a frozen dataclass whose fields the knobs turn.

    `list_subjects` gives key and name of each thing that may have a policy of its own, and `effect` says in one
    sentence what the policy did lately.
    """

    code: str
    title: str
    about: str
    icon: str
    permission: str
    standard: T
    knobs: tuple[Knob, ...]
    list_subjects: Callable[[], Sequence[tuple[str, str]]] | None = None
    effect: Callable[[datetime], str] | None = None

    def told(self, values: T) -> dict[str, Any]:
        """Values as they are kept and told to machines."""
        return {knob.name: msgspec.to_builtins(getattr(values, knob.name)) for knob in self.knobs}


_NEWEST = """
SELECT DISTINCT ON (subject) subject, "values"::text FROM core_policyversion WHERE code = $1::text
ORDER BY subject, set_at DESC, id DESC"""
_POLICIES: dict[str, Policy[Any]] = {}


def declare[T](policy: Policy[T]) -> Policy[T]:
    """Make a policy known, so that it has a page; gives it back."""
    _POLICIES[policy.code] = policy
    return policy


def list_policies() -> list[Policy[Any]]:
    """All policies, by code."""
    return [_POLICIES[code] for code in sorted(_POLICIES)]


def access_policy(code: str) -> Policy[Any]:
    """The policy of that code.

    :raises NotFound: when there is none
    """
    if code not in _POLICIES:
        raise NotFound(what="policy", key=code)
    return _POLICIES[code]


@remembered
def list_agreed[T](policy: Policy[T]) -> dict[str, T]:
    """What holds by now for each subject that has a policy of its own, and for everything else."""
    rows = fetch(_NEWEST, [policy.code])
    told = ((subject, msgspec.json.decode(said)) for subject, said in rows if said)
    own = {subject: values for subject, said in told if (values := _read(policy, said)) is not None}
    return {EVERYTHING: policy.standard} | own


def agreed[T](policy: Policy[T], *subjects: str) -> T:
    """What holds for the first of the subjects that has a policy of its own, else for everything."""
    known = list_agreed(policy)
    return next((known[subject] for subject in subjects if subject in known), known[EVERYTHING])


def list_versions(policy: Policy[Any], *, limit: int = 50) -> list[PolicyVersion]:
    """What was decided, newest first."""
    return list(PolicyVersion.objects.filter(code=policy.code).order_by("-set_at", "-id")[:limit])


def read_version[T](policy: Policy[T], row: PolicyVersion) -> T | None:
    """What a version said; None where the subject was left without one of its own."""
    return _read(policy, row.values)


def _read[T](policy: Policy[T], said: dict[str, Any] | None) -> T | None:
    if said is None:
        return None
    known = {knob.name: said[knob.name] for knob in policy.knobs if knob.name in said}
    return msgspec.convert(known, type(policy.standard), strict=False)
