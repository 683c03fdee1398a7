"""Words of a playbook with their places filled, and playbooks that are complete."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template
from uuid import UUID

from shopkeeper.recovery.contracts import StepKind, Team
from shopkeeper.recovery.errors import PlaybookIncomplete


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step as it stands in a playbook. `due_minutes` is working time from the opening of the case."""

    kind: StepKind
    role: str
    channel: str
    due_minutes: int
    title: str
    say: str = ""
    store_role: str = ""


def team_for(step: StepPlan, store_id: UUID | None) -> Team:
    """Who does a step: somebody of the store where it happened, if the playbook says so, else of the whole company."""
    return Team(step.store_role, store_id) if step.store_role and store_id else Team(step.role)


def leading_step(steps: Sequence[StepPlan]) -> StepPlan:
    """The step whose person leads the case: who apologizes faces the customer; else who begins."""
    return next((step for step in steps if step.kind is StepKind.APOLOGIZE), steps[0])


def fill(text: str, places: Mapping[str, str]) -> str:
    """The words with `$names` filled; a name that nobody knows stays out, so that no customer hears a dollar sign."""
    template = Template(text)
    known = {name: places.get(name, "") for name in template.get_identifiers()}
    words = " ".join(template.safe_substitute(known).split())
    # A place that stayed empty leaves a space before the comma: "Hello , this is Priya".
    return re.sub(r"\s+([,.?!])", r"\1", words)


def check_complete(steps: Sequence[StepPlan]) -> None:
    """A playbook never leaves a step without a role, words and a deadline.

    :raises PlaybookIncomplete: with what is missing
    """
    if not steps:
        raise PlaybookIncomplete(reason="no step")
    for number, step in enumerate(steps, start=1):
        if not (step.role and step.title and step.due_minutes > 0 and step.channel):
            raise PlaybookIncomplete(reason=f"step {number}")
    if sum(step.kind is StepKind.APOLOGIZE for step in steps) > 1:
        raise PlaybookIncomplete(reason="two apologies")
