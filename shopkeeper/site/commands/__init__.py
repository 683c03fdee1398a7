"""The site's own commands. Each file is loaded only when one of its commands is asked for."""

from collections.abc import Callable
from typing import Any

OPERATE = "site.operate"


def for_operators[F: Callable[..., Any]](command: F) -> F:
    """Name the permission of a command that starts, stops or inspects the installation itself."""
    command.permission = OPERATE  # type: ignore[attr-defined]  # read by the test that walks every door
    return command
