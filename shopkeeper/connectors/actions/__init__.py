"""Writes of the imports."""

from shopkeeper.connectors.actions.batches import finish_part, take_batch
from shopkeeper.connectors.actions.runs import (
    begin_run,
    describe_run,
    draft_run,
    fail_run,
    finish_run,
    open_run,
    request_run,
    resume_runs,
)

__all__ = [
    "begin_run", "describe_run", "draft_run", "fail_run", "finish_part", "finish_run", "open_run", "request_run",
    "resume_runs", "take_batch",
]  # fmt: skip
