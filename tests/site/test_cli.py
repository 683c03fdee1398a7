"""The command line: what goes wrong in a foreseeable way is one sentence and exit code 1."""

import errno
from inspect import cleandoc
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from django.db import OperationalError

from shopkeeper.core.refusals import Unavailable
from shopkeeper.engines.postgres.errors import Busy
from shopkeeper.site.cli import OWN, explain, load_own, main
from shopkeeper.site.home import HomeNotYours
from shopkeeper.site.listing import list_commands

HOME = Path("/srv/shop")


def caused_by(cause: Exception) -> Exception:
    error = OperationalError("as Django wraps it")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            Unavailable(part="The carrier"),
            "The carrier does not respond just now. Nothing was lost; try again in a moment.",
        ),
        (HomeNotYours(HOME), "/srv/shop is not yours. Set SHOPKEEPER_HOME to a folder of your own."),
        (
            Busy(HOME),
            "Another Shopkeeper has been starting or stopping the database for minutes (it holds /srv/shop). "
            "Wait for it or end it, then try again.",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "The disk is full. Make room and run this again; nothing that was saved is lost.",
        ),
        (
            caused_by(psycopg.errors.DiskFull("could not extend file")),
            "The disk is full. Make room and run this again; nothing that was saved is lost.",
        ),
        (
            caused_by(psycopg.OperationalError("connection refused\n")),
            "The database does not respond. It says: connection refused",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "/srv/shop/run"),
            "This account may not use /srv/shop/run. Set SHOPKEEPER_HOME to a folder of your own.",
        ),
    ],
)
def test_a_foreseeable_failure_is_one_sentence(error: Exception, sentence: str) -> None:
    assert explain(error) == sentence


def test_a_mistake_of_ours_is_not_dressed_up() -> None:
    assert explain(KeyError("outlet")) is None


def test_the_sites_own_commands_are_where_the_command_line_looks_for_them() -> None:
    assert [load_own(name).name for name in OWN] == list(OWN)


def test_the_list_of_commands_is_told_without_loading_them_and_is_true() -> None:
    told = list_commands(OWN.values())
    loaded = {name: command for name, command in sorted(main.commands.items()) if not command.hidden}
    assert told == {name: cleandoc(command.help or "") for name, command in loaded.items()}
    printed = CliRunner().invoke(main, ["--help"]).output
    assert "  api-keys       Keys for machines that use the REST API.\n" in printed


def test_a_retailer_with_an_impossible_name_is_refused_before_anything_starts() -> None:
    done = CliRunner().invoke(main, ["--retailer", "../elsewhere", "doctor"])
    expected = "“../elsewhere” cannot be a retailer's name here: use small letters, digits, - and _, at most 40.\n"
    assert (done.exit_code, done.stderr) == (1, expected)
