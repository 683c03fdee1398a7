"""Beats: what the worker does every two seconds beside its jobs, at next to no cost while nothing is new."""

import logging
from collections.abc import Callable
from datetime import datetime

from shopkeeper.core.actors import Actor, system_actor

SECONDS = 2.0
log = logging.getLogger(__name__)
_BEATS: dict[str, Callable[..., int]] = {}


def register(name: str, sweep: Callable[..., int]) -> None:
    """Offer a sweep (`module.verb_noun`) that takes `by` and `now` and says how many things it handled."""
    _BEATS[name] = sweep


def run_all(*, now: datetime) -> int:
    """Run every beat once. One that fails is written to the log, and the others run all the same."""
    handled = 0
    for name, sweep in _BEATS.items():
        by: Actor = system_actor(f"beat:{name}")
        try:
            handled += sweep(by=by, now=now)
        except Exception:
            log.exception("a beat failed", extra={"beat": name})
    return handled
