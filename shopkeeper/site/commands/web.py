"""`shopkeeper web`: the pages and the REST API alone."""

import os
from pathlib import Path

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from shopkeeper.site.commands import for_operators, options_of_addresses

_THREADS = 4


@click.command()
@options_of_addresses
@for_operators
def web(host: str, port: int) -> None:
    """Run the pages and the REST API only."""
    reload = os.environ.get("SHOPKEEPER_DEBUG") == "1"
    Server(
        "shopkeeper.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        reload=reload,
        reload_paths=[Path(__file__).parents[2]] if reload else None,
    ).serve()


if __name__ == "__main__":
    web()
