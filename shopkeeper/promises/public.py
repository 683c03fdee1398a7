"""What others may use of the promise ledger."""

from shopkeeper.promises.actions import break_promise, fulfill_promise, make_promise, move_promise, withdraw_promise
from shopkeeper.promises.contracts import CalibrationBin, Forecast, PromiseCard, PromiseKind, PromiseState
from shopkeeper.promises.errors import PromiseNotFound, PromiseSettled
from shopkeeper.promises.forecasting import FORESEEN, record_forecasts, tell_of_delay
from shopkeeper.promises.history import import_promises
from shopkeeper.promises.naming import RefName, id_in, name_refs, register_nodes, register_refs
from shopkeeper.promises.queries import (
    get_calibration,
    keeping_by_outlet,
    list_broken_promises,
    list_foreseen,
    list_promises_for_ref,
    list_promises_for_refs,
    list_promises_to,
    list_refs_past_due,
    list_to_tell,
    refs_fulfilled,
)
from shopkeeper.promises.restoring import pass_on_promise, restore_promises, unfulfill_promise
from shopkeeper.promises.rules import end_of_day, set_right
from shopkeeper.promises.steps import PromiseStep, StepKind, list_steps_for_ref, step_in_words

__all__ = [
    "FORESEEN",
    "CalibrationBin",
    "Forecast",
    "PromiseCard",
    "PromiseKind",
    "PromiseNotFound",
    "PromiseSettled",
    "PromiseState",
    "PromiseStep",
    "RefName",
    "StepKind",
    "break_promise",
    "end_of_day",
    "fulfill_promise",
    "get_calibration",
    "id_in",
    "import_promises",
    "keeping_by_outlet",
    "list_broken_promises",
    "list_foreseen",
    "list_promises_for_ref",
    "list_promises_for_refs",
    "list_promises_to",
    "list_refs_past_due",
    "list_steps_for_ref",
    "list_to_tell",
    "make_promise",
    "move_promise",
    "name_refs",
    "pass_on_promise",
    "record_forecasts",
    "refs_fulfilled",
    "register_nodes",
    "register_refs",
    "restore_promises",
    "set_right",
    "step_in_words",
    "tell_of_delay",
    "unfulfill_promise",
    "withdraw_promise",
]
