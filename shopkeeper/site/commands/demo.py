"""`shopkeeper demo`: a retailer that does not exist, loaded once, with everything running."""

import importlib.util

import click

from shopkeeper.site.commands import for_operators, options_of_addresses
from shopkeeper.site.demo_home import DemoHome, forget_everything, refuse_somebodys_data
from shopkeeper.site.django import start_django
from shopkeeper.site.home import Home
from shopkeeper.site.installation import Installation

FIRST_SEED = 1
OUR_RETAILER = "thorne-and-wren"
LOADER = "shopkeeper.demo.loading"
"""Its `load(*, retailer, seed)` fills the empty database and returns the names and roles whose chairs can be taken."""


@click.command()
@options_of_addresses
@click.option("--retailer", default=OUR_RETAILER, show_default=True, help="Any other lives in a home of its own.")
@click.option("--seed", type=int, help=f"Another seed makes another retailer. [default: {FIRST_SEED}]")
@click.option("--reset", is_flag=True, help="Delete the demo's data and load it anew.")
@for_operators
def demo(host: str, port: int, retailer: str, seed: int | None, reset: bool) -> None:
    """Show Shopkeeper with a retailer that does not exist. Again starts at once with what is there."""
    home = Home.from_environment()
    home = home if retailer == OUR_RETAILER else home.of_retailer(retailer)
    installation = Installation(home, host=host, port=port)
    installation.environment["SHOPKEEPER_DEMO"] = "1"
    with installation.claimed(), installation.server():
        note = _prepare(installation, retailer, seed, reset)
        installation.run(greeting=_greeting(installation.address, note))


@click.command(name="load-demo", hidden=True)
@click.option("--retailer", required=True)
@click.option("--seed", type=int, required=True)
@for_operators
def load_demo(retailer: str, seed: int) -> None:
    """Load a retailer into the empty database of this home, and note that it is there."""
    people = start_django(LOADER).load(retailer=retailer, seed=seed)
    DemoHome(retailer, seed, finished=True, people=tuple(people)).write(Home.from_environment())


def _prepare(installation: Installation, retailer: str, seed: int | None, reset: bool) -> DemoHome:
    """The loaded demo: what is there where it is whole, else loaded now."""
    home = installation.home
    note = DemoHome.read(home)
    if note is None:
        installation.ensure_schema()
        refuse_somebodys_data(home)
    elif reset or not note.finished:
        click.echo("Deleting the demo's data." if reset else "The last load was interrupted; starting over.", err=True)
        forget_everything(home, installation.postgres)
    elif seed is not None and seed != note.seed:
        raise click.ClickException(f"This home holds the demo of seed {note.seed}. Add --reset to load seed {seed}.")
    installation.ensure_schema()
    if note is None or reset or not note.finished:
        _load(installation, DemoHome(retailer, FIRST_SEED if seed is None else seed))
    return DemoHome.read(home) or DemoHome(retailer, FIRST_SEED)


def _load(installation: Installation, note: DemoHome) -> None:
    if importlib.util.find_spec("shopkeeper.demo") is None:
        raise click.ClickException("This version of Shopkeeper comes without a demo retailer.")
    note.write(installation.home)
    installation.run_to_the_end("load-demo", "--retailer", note.retailer, "--seed", str(note.seed))


def _greeting(address: str, note: DemoHome) -> str:
    chairs = [f"  {role:32} {name}" for name, role in note.people]
    lines = ["", f"Shopkeeper is at {address}", "", "Open it and choose who you are today; no password is needed:"]
    return "\n".join([*lines, *chairs, "", "Ctrl-C stops everything."])
