"""`shopkeeper live`: the live events alone."""

import socket

import click
import uvicorn
from uvicorn.importer import import_from_string

from shopkeeper.site.commands import for_operators, options_of_addresses
from shopkeeper.site.live import Live


class LiveServer(uvicorn.Server):
    """Ends the streams of open pages before it waits for them to end: by themselves they never would."""

    def __init__(self, live: Live, *, host: str, port: int) -> None:
        super().__init__(uvicorn.Config(live, host=host, port=port, log_level="warning", timeout_graceful_shutdown=1))
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let everybody go, then stop."""
        self._live.let_go()
        await super().shutdown(sockets)


@click.command()
@options_of_addresses
@for_operators
def live(host: str, port: int) -> None:
    """Run the live events only: tells open pages what changed."""
    LiveServer(import_from_string("shopkeeper.site.asgi:application"), host=host, port=port).run()


if __name__ == "__main__":
    live()
