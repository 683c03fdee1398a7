"""Writes of the imports."""

from shopkeeper.connectors.actions.batches import finish_part, take_batch
from shopkeeper.connectors.actions.runs import begin_run, fail_run, finish_run, open_run, request_import

__all__ = ["begin_run", "fail_run", "finish_part", "finish_run", "open_run", "request_import", "take_batch"]
