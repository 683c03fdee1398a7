"""The site's own commands. Each file is loaded only when one of its commands is asked for."""

from collections.abc import Callable
from typing import Any

import click

OPERATE = "site.operate"
PORT = 8000


def for_operators[F: Callable[..., Any]](command: F) -> F:
    """Name the permission of a command that starts, stops or inspects the installation itself."""
    command.permission = OPERATE  # type: ignore[attr-defined]  # read by the test that walks every door
    return command


def options_of_addresses(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--host` and `--port`, the same for every command that listens."""
    port = click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
    host = click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 serves the whole network.")
    return host(port(command))
