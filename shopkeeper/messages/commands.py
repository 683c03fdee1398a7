"""Commands of the messages: the outbox on the command line."""

from datetime import datetime

import click
import msgspec

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.messages.contracts import MessageState
from shopkeeper.messages.queries import list_messages


@click.group(name="messages")
def messages() -> None:
    """Mail to customers: what went out, what waits, what was held back."""


@messages.command(name="list")
@click.option("--state", type=click.Choice([state.value for state in MessageState]), help="Only in this state.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("messages.view_outbox")
def show_all(*, state: str | None, limit: int, as_json: bool, by: Actor, now: datetime) -> None:
    """List messages, the newest on top."""
    cards = list_messages(by=by, state=state or "", limit=limit)
    if as_json:
        click.echo(msgspec.json.encode(cards))
        return
    for card in cards:
        click.echo(f"{card.queued_at:%Y-%m-%d %H:%M}  {card.state:9}  {card.contact_point[:32]:32}  {card.subject}")


commands = [messages]
