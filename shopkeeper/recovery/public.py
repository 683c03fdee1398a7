"""What others may use of recovery."""

from shopkeeper.recovery.actions.allowances import set_allowance, set_capacity
from shopkeeper.recovery.actions.endings import resolve_case
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_case, open_due_cases, report_harm
from shopkeeper.recovery.actions.steps import complete_step
from shopkeeper.recovery.contracts import (
    CaseCard,
    CaseState,
    Fault,
    NextStep,
    Outcome,
    RemedyKind,
    RemedyState,
    Room,
    StepKind,
    Team,
)
from shopkeeper.recovery.queries.cases import find_customer_of_case, list_cases_of, list_next_steps
from shopkeeper.recovery.queries.waiting import count_waiting

__all__ = [
    "CaseCard", "CaseState", "Fault", "NextStep", "Outcome", "RemedyKind", "RemedyState", "Room", "StepKind", "Team",
    "complete_step", "count_waiting", "find_customer_of_case", "list_cases_of", "list_next_steps", "notice_harm",
    "open_case", "open_due_cases", "report_harm", "resolve_case", "set_allowance", "set_capacity",
]  # fmt: skip
