"""`shopkeeper demo`: a retailer that does not exist, or one made of an export, loaded once, with everything running."""

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import click

from shopkeeper.site.commands import for_operators, options_of_addresses
from shopkeeper.site.demo_home import DemoHome, forget_everything, refuse_somebodys_data
from shopkeeper.site.django import start_django
from shopkeeper.site.home import Home
from shopkeeper.site.installation import Installation

FIRST_SEED = 1
OUR_RETAILER = "thorne-and-wren"
LOADER = "shopkeeper.demo.loading"
"""Its `load(*, retailer, seed)` fills the empty database and returns the names and roles whose chairs can be taken;
`last_day()` says until when the story goes on by itself."""
ROOM = 3 * 2**30
"""Bytes that a loaded demo takes, and what it needs beside it while it is loaded."""
MAPPINGS = Path(__file__).parents[3] / "examples" / "mappings"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@options_of_addresses
@click.option(
    "--retailer",
    default=OUR_RETAILER,
    show_default=True,
    metavar="NAME",
    help="Another one, made of an export by examples/mappings/NAME.yaml, in a home of its own.",
)
@click.option(
    "--data",
    type=_FOLDER,
    metavar="FOLDER",
    help="Where the export of that other retailer lies. [default: $SHOPKEEPER_DATA/NAME]",
)
@click.option(
    "--seed",
    type=int,
    metavar="NUMBER",
    help=f"Deal another made-up retailer: other names, places and troubles. [default: {FIRST_SEED}]",
)
@click.option("--reset", is_flag=True, help="Delete the demo's data and load it anew, up to today.")
@for_operators
def demo(host: str, port: int, retailer: str, data: Path | None, seed: int | None, reset: bool) -> None:
    """Show Shopkeeper with a retailer that does not exist, or with one made of an export.

    The first start makes up a retailer, loads 18 months of its life and acts out the last three days; that takes
    a few minutes. Every later start takes seconds, and the story has gone on meanwhile. Ctrl-C stops everything.

    \b
    Data lives in one folder, SHOPKEEPER_HOME (by default where your system keeps your applications' data).
    The demo never touches data that it did not make, and sends no mail unless SHOPKEEPER_SMTP_HOST is set.

    \b
      bin/demo                                    Thorne & Wren, on port 8000
      bin/demo --port 8100 --reset                anew, on another port
      bin/demo --seed 7 --reset                   another made-up retailer
      bin/demo --retailer olist --data FOLDER     a public marketplace set
    """
    home = Home.from_environment()
    home = home if retailer == OUR_RETAILER else home.of_retailer(retailer)
    installation = Installation(home, host=host, port=port)
    installation.environment["SHOPKEEPER_DEMO"] = "1"
    wished = DemoHome(retailer, FIRST_SEED if seed is None else seed)
    with installation.claimed(), installation.server():
        note = _prepare(installation, wished, data=data, reset=reset, seed=seed)
        installation.run(greeting=_greeting(installation.address, note))


@click.command(name="load-demo", hidden=True)
@click.option("--retailer", required=True)
@click.option("--seed", type=int, required=True)
@click.option("--data", type=_FOLDER)
@for_operators
def load_demo(retailer: str, seed: int, data: Path | None) -> None:
    """Load a retailer into the empty database of this home, and note that it is there."""
    if data is None:
        loader = start_django(LOADER)
        people, until = loader.load(retailer=retailer, seed=seed), loader.last_day().isoformat()
    else:
        people, until = start_django("shopkeeper.demo.exports").load(folder=data, mapping=_mapping(retailer)), ""
    DemoHome(retailer, seed, finished=True, people=tuple(people), until=until).write(Home.from_environment())


def _prepare(
    installation: Installation, wished: DemoHome, *, data: Path | None, reset: bool, seed: int | None
) -> DemoHome:
    """The loaded demo: what is there where it is whole, else loaded now."""
    home = installation.home
    note = DemoHome.read(home)
    _check_retailer(home, note, wished)
    if note and note.finished and not reset:
        _check_seed(note, seed)
        installation.ensure_schema()
        return note
    load = _how_to_load(wished, data)
    _check_room(home, note)
    if note:
        click.echo("Deleting the demo's data." if reset else "The last load was interrupted; starting over.", err=True)
        forget_everything(home, installation.postgres)
    installation.ensure_schema()
    refuse_somebodys_data(home)
    wished.write(home)
    installation.run_to_the_end(*load)
    return DemoHome.read(home) or wished


def _check_retailer(home: Home, note: DemoHome | None, wished: DemoHome) -> None:
    if note and note.retailer != wished.retailer:
        raise click.ClickException(
            f"{home.path} holds the retailer {note.retailer}, and {wished.retailer} needs a home of its own. "
            "Set SHOPKEEPER_HOME to another folder."
        )


def _check_room(home: Home, note: DemoHome | None) -> None:
    """Say it before minutes of loading, not after them. What a demo leaves behind when it is reset makes room."""
    if note is None and (free := shutil.disk_usage(home.path).free) < ROOM:
        raise click.ClickException(
            f"The demo needs {ROOM / 2**30:.0f} GB, and where {home.path} lies {free / 2**30:.1f} GB are free. "
            "Make room, or set SHOPKEEPER_HOME to a folder on a larger disk."
        )


def _check_seed(note: DemoHome, seed: int | None) -> None:
    if seed is not None and seed != note.seed:
        raise click.ClickException(f"This home holds the demo of seed {note.seed}. Add --reset to load seed {seed}.")


def _how_to_load(wished: DemoHome, data: Path | None) -> list[str]:
    """The command that loads it; refused before anything is deleted where it could not be carried out."""
    command = ["load-demo", "--retailer", wished.retailer, "--seed", str(wished.seed)]
    if wished.retailer == OUR_RETAILER:
        return command
    _mapping(wished.retailer)
    folder = data or Path(os.environ.get("SHOPKEEPER_DATA", "../shared/data")) / wished.retailer
    if not folder.is_dir():
        raise click.ClickException(f"Say where the export of {wished.retailer} lies: add --data FOLDER.")
    return [*command, "--data", str(folder.resolve())]


def _mapping(retailer: str) -> Path:
    """How that retailer's export is read."""
    file = MAPPINGS / f"{retailer}.yaml"
    if not file.exists():
        known = ", ".join(sorted(found.stem for found in MAPPINGS.glob("*.yaml"))) or "none"
        raise click.ClickException(f"There is no mapping {file}. Those that are there: {known}.")
    return file


def _greeting(address: str, note: DemoHome) -> str:
    people = [(name if name != role else "", role[:1].upper() + role[1:]) for name, role in note.people]
    chairs = [f"  {role:32} {name}".rstrip() for name, role in people]
    lines = ["", f"Shopkeeper is at {address}", "", "Open it and choose who you are today; no password is needed:"]
    return "\n".join([*lines, *chairs, "", *_about_story(note), *_about_mail(), "Ctrl-C stops everything."])


def _about_story(note: DemoHome, today: date | None = None) -> list[str]:
    """Whether the story still goes on; an export stands still from the beginning."""
    if not note.until:
        return []
    end, today = date.fromisoformat(note.until), today or datetime.now(UTC).date()
    if today <= end:
        return [f"Orders, parcels, contacts and responses keep coming until {end:%-d %B %Y}."]
    return [f"The story of this demo ended on {end:%-d %B %Y}. Add --reset to have it told anew, up to today."]


def _about_mail() -> list[str]:
    if os.environ.get("SHOPKEEPER_SMTP_HOST"):
        return []
    return ["Mail to customers does not go out: it is kept, and can be read under Mail."]
