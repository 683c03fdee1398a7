"""What others may use of improvement."""

from shopkeeper.improvement.actions.closing import ask_to_close
from shopkeeper.improvement.actions.ideas import raise_idea, respond_to_idea
from shopkeeper.improvement.actions.measures import propose_measure, put_in_force
from shopkeeper.improvement.actions.problems import open_problem
from shopkeeper.improvement.adopting import open_due_problems
from shopkeeper.improvement.contracts import (
    ClosingResponse,
    Direction,
    IdeaVerdict,
    Level,
    MeasureDraft,
    ProblemCard,
    ProblemDraft,
    ProblemState,
    Terms,
    WatchPlan,
)
from shopkeeper.improvement.drafts import draft_from_cause
from shopkeeper.improvement.figures import read_watches
from shopkeeper.improvement.queries.problems import list_problems, list_problems_touching, owners_of_causes

__all__ = [
    "ClosingResponse", "Direction", "IdeaVerdict", "Level", "MeasureDraft", "ProblemCard", "ProblemDraft",
    "ProblemState", "Terms", "WatchPlan", "ask_to_close", "draft_from_cause", "list_problems",
    "list_problems_touching", "open_due_problems", "open_problem", "owners_of_causes", "propose_measure", "put_in_force", "raise_idea",
    "read_watches", "respond_to_idea",
]  # fmt: skip
