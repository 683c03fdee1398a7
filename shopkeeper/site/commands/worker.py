"""`shopkeeper worker`: the background work alone."""

import click

from shopkeeper.site.commands import for_operators
from shopkeeper.site.django import start_django


@click.command()
@for_operators
def worker() -> None:
    """Run the background work only."""
    start_django("shopkeeper.site.worker").work()
