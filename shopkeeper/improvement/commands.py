"""Commands of improvement: problems on the command line."""

from datetime import datetime
from uuid import UUID

import click
import msgspec

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.improvement.access import access_problem
from shopkeeper.improvement.actions.closing import ask_to_close
from shopkeeper.improvement.actions.problems import open_problem
from shopkeeper.improvement.adopting import open_due_problems
from shopkeeper.improvement.drafts import draft_from_cause
from shopkeeper.improvement.figures import read_watches
from shopkeeper.improvement.queries.problems import cards_of, list_problems
from shopkeeper.improvement.queries.reports import describe
from shopkeeper.insight import public as insight


@click.group(name="problems")
def problems() -> None:
    """Problems: what keeps happening, who owns it, what the figures say."""


@problems.command(name="list")
@click.option("--closed", is_flag=True, help="Those that figures have closed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("improvement.view_problems")
def show_all(*, closed: bool, as_json: bool, by: Actor, now: datetime) -> None:
    """List problems, those that need somebody most on top."""
    cards = list_problems(by=by, now=now, closed=closed)
    if as_json:
        click.echo(msgspec.json.encode(cards))
        return
    for card in cards:
        click.echo(f"{card.number:6} {card.state:13} {card.owner[:18]:18}  {card.title}. {card.sentence}")


@problems.command(name="show")
@click.argument("number")
@command_door("improvement.view_problems")
def show(*, number: str, by: Actor, now: datetime) -> None:
    """Print one problem as JSON."""
    found = describe(access_problem(by, number), now=now)
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))


@problems.command(name="close")
@click.argument("number")
@command_door("improvement.work_problems")
def close(*, number: str, by: Actor, now: datetime) -> None:
    """Ask the figures whether a problem is over. Only they can close it."""
    response = ask_to_close(problem_id=access_problem(by, number).id, by=by, now=now)
    if not response.closed:
        raise click.ClickException(response.sentence)
    click.echo(response.sentence)


@problems.command(name="adopt")
@click.argument("cause_id", type=click.UUID)
@command_door("improvement.work_problems")
def adopt(*, cause_id: UUID, by: Actor, now: datetime) -> None:
    """Make a cause a problem, with the owner and the watch that it suggests, and read its figures at once."""
    card = insight.get_cause_card(cause_id, by=by)
    number = open_problem(draft=draft_from_cause(card, now=now), by=by, now=now)
    with insight.own_warehouse():
        read_watches(by=by, now=now)
    (opened,) = cards_of([access_problem(by, number)], now=now)
    click.echo(f"{opened.number}: {opened.title}. {opened.owner} owns it. {opened.sentence}")


@problems.command(name="read")
@command_door("improvement.view_problems")
def read(*, by: Actor, now: datetime) -> None:
    """Fetch the figures of every watch now and let them decide, as the worker does four times a day."""
    with insight.own_warehouse():
        click.echo(f"{read_watches(by=by, now=now):,} figures were new.")


@problems.command(name="open-due")
@command_door("improvement.work_problems")
def open_due(*, by: Actor, now: datetime) -> None:
    """Open a problem for every cause that deserves one by the policy, as the worker does."""
    click.echo(f"{open_due_problems(by=by, now=now)} problems opened.")


commands = [problems]
