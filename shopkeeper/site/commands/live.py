"""`shopkeeper live`: the live events alone."""

import click
import uvicorn

from shopkeeper.site.commands import for_operators, options_of_addresses


@click.command()
@options_of_addresses
@for_operators
def live(host: str, port: int) -> None:
    """Run the live events only: tells open pages what changed."""
    uvicorn.run(
        "shopkeeper.site.asgi:application", host=host, port=port, log_level="warning", timeout_graceful_shutdown=1
    )


if __name__ == "__main__":
    live()
