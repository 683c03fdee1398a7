"""`shopkeeper worker`: the background work alone."""

import os

import click

from shopkeeper.site.commands import for_operators
from shopkeeper.site.demo_home import DemoHome
from shopkeeper.site.django import start_django
from shopkeeper.site.home import Home

_POLITENESS = 5
"""People who wait for a page come first."""


@click.command()
@for_operators
def worker() -> None:
    """Run the background work only."""
    os.nice(_POLITENESS)
    note = DemoHome.read(Home.from_environment())
    if note and note.until:
        start_django("shopkeeper.demo.timers")
    start_django("shopkeeper.site.worker").work()


if __name__ == "__main__":
    worker()
