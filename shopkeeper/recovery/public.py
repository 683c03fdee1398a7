"""What others may use of recovery."""

from shopkeeper.recovery.actions.allowances import set_allowance, set_capacity
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_case, open_due_cases, report_harm
from shopkeeper.recovery.contracts import CaseCard, CaseState, Fault, Outcome, RemedyKind, RemedyState, Room, Team
from shopkeeper.recovery.queries.cases import find_customer_of_case, list_cases_of
from shopkeeper.recovery.queries.waiting import count_waiting

__all__ = [
    "CaseCard", "CaseState", "Fault", "Outcome", "RemedyKind", "RemedyState", "Room", "Team", "count_waiting",
    "find_customer_of_case", "list_cases_of", "notice_harm", "open_case", "open_due_cases", "report_harm",
    "set_allowance", "set_capacity",
]  # fmt: skip
