"""The command `shopkeeper`: the site's own commands, and those that each module brings."""

import errno
import importlib
import os
import sys
from collections.abc import MutableMapping
from typing import Any

import click
import psycopg

from shopkeeper.engines.postgres import PostgresError
from shopkeeper.site.django import start_django
from shopkeeper.site.home import Home, HomeNotYours, InvalidRetailerName
from shopkeeper.site.installation import Installation
from shopkeeper.site.listing import list_commands

# Refusals are message ids of gettext, which asks Django's settings as soon as one is declared.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.site.settings")

OWN = {
    "serve": "serve:serve",
    "web": "web:web",
    "live": "live:live",
    "worker": "worker:worker",
    "warehouse": "warehouse:warehouse",
    "migrate": "upkeep:migrate",
    "doctor": "upkeep:doctor",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "demo": "demo:demo",
    "load-demo": "demo:load_demo",
}
"""The site's own commands, where they stand under `shopkeeper.site.commands`: found without starting Django."""


class Commands(click.Group):
    """Loads a command when it is asked for: those of the modules need Django, and Django takes a second."""

    _loaded: MutableMapping[str, click.Command] | None = None

    @property
    def commands(self) -> MutableMapping[str, click.Command]:
        """All commands by name."""
        if self._loaded is None:
            own = {name: load_own(name) for name in OWN}
            self._loaded = own | {str(command.name): command for command in _commands_of_modules()}
        return self._loaded

    @commands.setter
    def commands(self, given: MutableMapping[str, click.Command]) -> None:
        """Click offers an empty dict first."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, its home's database running if it is a module's."""
        return load_own(name) if name in OWN else self.commands.get(name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return list(list_commands(OWN.values()))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What each does, without loading any."""
        told = list_commands(OWN.values()).items()
        width = formatter.width - 6 - max(len(name) for name, _ in told)
        rows = [(name, click.Command(name, help=text).get_short_help_str(width)) for name, text in told]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command; what goes wrong in a foreseeable way is said in one sentence."""
        try:
            return super().main(*args, **options)
        except Exception as error:
            sentence = explain(error)
            if sentence is None:
                raise
            click.echo(sentence, err=True)
            sys.exit(1)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Bring up the database for a module's command, for as long as it runs."""
        resolved = super().resolve_command(ctx, args)
        if args[0] not in OWN and not {"-h", "--help"} & set(args):
            ctx.with_resource(Installation(Home.from_environment()).database())
        return resolved


def load_own(name: str) -> click.Command:
    """One of the site's own commands."""
    file, attribute = OWN[name].split(":")
    command: click.Command = getattr(importlib.import_module(f"shopkeeper.site.commands.{file}"), attribute)
    return command


def _commands_of_modules() -> list[click.Command]:
    assembly = start_django("shopkeeper.site.assembly")
    return [command for _, commands in assembly.collect("commands", "commands") for command in commands]


def _choose_retailer(ctx: click.Context, option: click.Parameter, name: str | None) -> None:
    if name:
        os.environ["SHOPKEEPER_HOME"] = str(Home.from_environment().of_retailer(name).path)


@click.group(name="shopkeeper", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--retailer",
    metavar="NAME",
    is_eager=True,
    expose_value=False,
    callback=_choose_retailer,
    help="Work in the home of this retailer instead of the usual one.",
)
def main() -> None:
    """One record of every customer, one live picture of stock and orders, one closed loop."""


def explain(error: Exception) -> str | None:
    """The sentence for an error that people can do something about; None where it is ours to mend."""
    if isinstance(error, (PostgresError, HomeNotYours, InvalidRetailerName)):
        return str(error)
    if hasattr(error, "sentence"):
        return str(error.sentence())
    cause = error.__cause__ if isinstance(error.__cause__, psycopg.Error) else error
    if isinstance(cause, psycopg.errors.DiskFull) or getattr(error, "errno", None) == errno.ENOSPC:
        return "The disk is full. Make room and run this again; nothing that was saved is lost."
    if isinstance(cause, psycopg.OperationalError):
        return f"The database does not respond. It says: {str(cause).strip()}"
    if isinstance(error, PermissionError):
        return f"This account may not use {error.filename}. Set SHOPKEEPER_HOME to a folder of your own."
    return None
