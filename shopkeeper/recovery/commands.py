"""Commands of recovery: cases on the command line."""

from datetime import datetime

import click
import msgspec

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.core.refusals import Refusal
from shopkeeper.recovery.access import access_case
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.contracts import Fault
from shopkeeper.recovery.queries.cases import Asked, list_cases
from shopkeeper.recovery.queries.reports import describe
from shopkeeper.recovery.queries.waiting import list_groups


@click.group(name="cases")
def cases() -> None:
    """Cases: who puts what right for whom, and by when."""


@cases.command(name="list")
@click.option("--fault", type=click.Choice([fault.value for fault in Fault]), help="Only of this fault.")
@click.option("--overdue", is_flag=True, help="Only those that are late.")
@click.option("--resolved", is_flag=True, help="Those that ended, newest first.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("recovery.view_cases")
def show_all(
    *, fault: str | None, overdue: bool, resolved: bool, limit: int, as_json: bool, by: Actor, now: datetime
) -> None:
    """List open cases, the next due on top."""
    asked = Asked(fault=fault or "", overdue=overdue, resolved=resolved)
    cards = list_cases(asked, by=by, now=now, limit=limit)
    if as_json:
        click.echo(msgspec.json.encode(cards))
        return
    for card in cards:
        due = card.due_at.strftime("%Y-%m-%d %H:%M") if card.due_at else "ended"
        click.echo(f"{card.number:8} {due:16}  {card.owner[:18]:18}  {card.customer[:22]:22}  {card.title}")


@cases.command(name="show")
@click.argument("number")
@command_door("recovery.view_cases")
def show(*, number: str, by: Actor, now: datetime) -> None:
    """Print one case as JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(describe(access_case(by, number), now=now)), indent=2))


@cases.command(name="waiting")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("recovery.view_cases")
def waiting(*, as_json: bool, by: Actor, now: datetime) -> None:
    """List people who have no case, in groups."""
    groups = list_groups(by=by, now=now)
    if as_json:
        click.echo(msgspec.json.encode(groups))
        return
    for group in groups:
        click.echo(f"{group.fault:18} {group.outlet[:24]:24} {group.people:>7,} people, {group.silent:,} silent")


@cases.command(name="open")
@command_door("recovery.work_cases")
def open_now(*, by: Actor, now: datetime) -> None:
    """Notice new harm and open what the teams can carry today, as the worker does every five minutes."""
    noticed = notice_harm(by=by, now=now)
    try:
        opened = open_due_cases(by=by, now=now)
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence()) from None
    click.echo(f"{noticed:,} signals noticed, {opened:,} cases opened.")


commands = [cases]
