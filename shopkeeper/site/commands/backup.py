"""`shopkeeper backup` and `shopkeeper restore`: a whole installation as one folder, and back."""

from pathlib import Path

import click
from filelock import FileLock, Timeout

from shopkeeper.site.backup import back_up
from shopkeeper.site.backup import restore as fill
from shopkeeper.site.commands import for_operators
from shopkeeper.site.home import Home
from shopkeeper.site.installation import Installation


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@for_operators
def backup(folder: Path) -> None:
    """Write database, secrets, imported files and kept mail into the new folder FOLDER, while everything runs on.

    The folder holds the secrets and all customers: keep it as closed as the installation itself.
    """
    home = Home.from_environment()
    with Installation(home).server():
        size = back_up(home, folder.absolute())
    click.echo(f"Saved {home.path} in {folder} ({size / 2**20:.0f} MB).", err=True)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@for_operators
def restore(folder: Path) -> None:
    """Fill an empty SHOPKEEPER_HOME from the backup in FOLDER."""
    home = Home.from_environment()
    try:
        with FileLock(home.run / "serve.lock", timeout=0), Installation(home).server():
            made_at = fill(home, folder)
    except Timeout:
        raise click.ClickException("Shopkeeper runs for this home. Stop it, or restore into another one.") from None
    click.echo(
        f"{home.path} is as it was on {made_at[:16].replace('T', ' ')} UTC. "
        "Start it with shopkeeper serve; the analytical copies follow within minutes.",
        err=True,
    )
