"""Keeping an installation in shape: migrations, and a look at everything that could be wrong."""

import sys

import click
from filelock import FileLock

from shopkeeper.site import schema
from shopkeeper.site.commands import for_operators
from shopkeeper.site.django import start_django
from shopkeeper.site.doctor import Finding, examine
from shopkeeper.site.home import Home
from shopkeeper.site.installation import Installation

_MARKS = {
    Finding.GOOD: click.style("✓", fg="green"),
    Finding.NOTE: click.style("•", fg="yellow"),
    Finding.BAD: click.style("✗", fg="red"),
}


@click.command()
@for_operators
def migrate() -> None:
    """Give the database the shape that this version needs."""
    home = Home.from_environment()
    with Installation(home).server(), FileLock(home.run / "migrate.lock"):
        if schema.is_current(home.database_url()):
            click.echo("The database is up to date.", err=True)
            return
        click.echo("Preparing the database.", err=True)
        start_django("django.core.management").call_command("migrate", interactive=False, verbosity=0)
        schema.note_current(home.database_url())


@click.command()
@for_operators
def doctor() -> None:
    """Look at everything that could be wrong, and say what to do about it."""
    findings = examine(Home.from_environment())
    for finding in findings:
        click.echo(f"{_MARKS[finding.verdict]} {finding.sentence}")
    sys.exit(any(finding.verdict == Finding.BAD for finding in findings))
