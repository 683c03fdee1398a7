"""What others may use of the promise ledger."""

from shopkeeper.promises.actions import fulfill_promise, make_promise, move_promise, withdraw_promise
from shopkeeper.promises.contracts import PromiseCard, PromiseKind, PromiseState
from shopkeeper.promises.errors import PromiseNotFound, PromiseSettled
from shopkeeper.promises.history import import_promises
from shopkeeper.promises.queries import list_broken_promises, list_promises_for_ref, list_promises_to, refs_fulfilled
from shopkeeper.promises.rules import end_of_day

__all__ = [
    "PromiseCard",
    "PromiseKind",
    "PromiseNotFound",
    "PromiseSettled",
    "PromiseState",
    "end_of_day",
    "fulfill_promise",
    "import_promises",
    "list_broken_promises",
    "list_promises_for_ref",
    "list_promises_to",
    "make_promise",
    "move_promise",
    "refs_fulfilled",
    "withdraw_promise",
]
