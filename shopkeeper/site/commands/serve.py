"""`shopkeeper serve`: all of it under one parent."""

import click

from shopkeeper.site.commands import for_operators, options_of_addresses
from shopkeeper.site.home import Home
from shopkeeper.site.installation import Installation


@click.command()
@options_of_addresses
@click.option("--reload", is_flag=True, help="Reload Python and templates when they change.")
@for_operators
def serve(host: str, port: int, reload: bool) -> None:
    """Run everything: database, pages, live events and background work. Ctrl-C stops all of it."""
    installation = Installation(Home.from_environment(), host=host, port=port)
    if reload:
        installation.environment["SHOPKEEPER_DEBUG"] = "1"
    with installation.claimed(), installation.database():
        installation.run(greeting=f"Shopkeeper is at {installation.address}")
