"""The door of every command: whoever may run programs here is the operator, and may do everything."""

import getpass
from collections.abc import Callable
from functools import wraps
from typing import Any

from shopkeeper.core import clock
from shopkeeper.core.actors import ALL_PERMISSIONS, EVERYTHING, Actor, ActorKind

Command = Callable[..., Any]


def operator() -> Actor:
    """The person at the keyboard of the server, named in the audit trail by their account."""
    account = getpass.getuser()
    return Actor(ActorKind.SYSTEM, f"operator:{account}", account, ALL_PERMISSIONS, EVERYTHING)


def command_door(permission: str) -> Callable[[Command], Command]:
    """Guard a command; it gets `by` and `now` beside its options. Stands below the click decorators."""

    def guard(command: Command) -> Command:
        @wraps(command)
        def enter(*args: Any, **options: Any) -> Any:
            return command(*args, by=operator(), now=clock.now(), **options)

        enter.permission = permission  # type: ignore[attr-defined]  # read by the test that walks every door
        return enter

    return guard
