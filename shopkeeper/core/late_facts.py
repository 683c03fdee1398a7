"""What rows learn when the noun that they name is described only after them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from shopkeeper.core.setwise import execute


@dataclass(frozen=True, slots=True)
class Learner:
    """Rows `t` of a model that belong to a described row `d` of a noun, and what they take over where theirs is empty:
    `fields` maps their fields to columns of `d`.

    `on` is SQL over `t` and `d`, and over what `through` joins to `d`.
    """

    noun: str
    model: type[models.Model]
    on: str
    fields: Mapping[str, str]
    through: str = ""


WHO = {"record": "record_id", "customer": "customer_id"}
_LEARNERS: list[Learner] = []


def register_learner(learner: Learner) -> None:
    """Let rows learn of a noun whose owner tells of it with `tell`."""
    _LEARNERS.append(learner)


def tell(noun: str, described: str) -> None:
    """Tell everybody of rows of a noun that are known better than before; `described` is SQL that gives them.

    Whoever names such a row learns what the file with its own facts left to it: order and parcel may come in any order.
    """
    for learner in _LEARNERS:
        if learner.noun == noun:
            _learn(learner, described)


def _learn(learner: Learner, described: str) -> None:
    pairs: list[tuple[Any, str]] = [(learner.model._meta.get_field(n), theirs) for n, theirs in learner.fields.items()]
    sets = ", ".join(f"{own.column} = coalesce({_own(own)}, d.{theirs}{_nothing(own)})" for own, theirs in pairs)
    news = " OR ".join(f"({_own(own)} IS NULL AND d.{theirs} IS NOT NULL)" for own, theirs in pairs)
    execute(
        f"WITH d AS MATERIALIZED ({described}) UPDATE {learner.model._meta.db_table} t SET {sets}"
        f" FROM d {learner.through} WHERE {learner.on} AND ({news})"
    )


def _own(field: Any) -> str:
    return f"nullif(t.{field.column}, '')" if isinstance(field, models.CharField) else f"t.{field.column}"


def _nothing(field: Any) -> str:
    return ", ''" if isinstance(field, models.CharField) else ""
