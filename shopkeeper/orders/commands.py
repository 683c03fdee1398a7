"""Orders on the command line: found by whatever is at hand, and the story of one as its page tells it."""

from collections.abc import Sequence
from datetime import datetime

import click
import msgspec
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.core.console import command_door
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.words import find_local, write_amount
from shopkeeper.customers import public as customers
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_order
from shopkeeper.orders.contracts import OrderCard, ToldReturn
from shopkeeper.orders.queries.search import search_orders
from shopkeeper.orders.queries.told_returns import list_told_returns
from shopkeeper.orders.stories import tell_order
from shopkeeper.orders.templatetags.order_words import channel_words, state_words


@click.group(name="orders")
def orders() -> None:
    """Orders: find them, and tell what happened to one."""


@orders.command(name="find")
@click.argument("text")
@click.option("--limit", default=40, show_default=True, type=click.IntRange(1, 1_000))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("orders.view_orders")
def find(*, text: str, limit: int, as_json: bool, by: Actor, now: datetime) -> None:
    """List the orders that fit TEXT: any number (of a return too), a name, a telephone, a SKU."""
    found, told = search_orders(text, by=by, limit=limit), list_told_returns(text, by=by, limit=limit)
    if as_json:
        click.echo(msgspec.json.encode([*found, *told]))
        return
    names = _names(found)
    for card in found:
        placed = find_local(card.placed_at).strftime("%Y-%m-%d %H:%M")
        worth, name = write_amount(card.total, card.currency), names.get(card.id, "")
        click.echo(f"{card.number:12} {placed}  {state_words(card.state):22} {worth:>12}  {name}")
    for one in told:
        click.echo(_told_return(one))
    if not found and not told:
        click.echo(_("No order fits this."), err=True)


@orders.command(name="show")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("orders.view_orders")
def show(*, number: str, as_json: bool, by: Actor, now: datetime) -> None:
    """Tell the story of the order of that NUMBER, as its page does, newest first."""
    try:
        card = access_order(by, number)
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence()) from None
    story = tell_order(card, now=now)
    if as_json:
        company, pickups = queries.find_company(card.id), queries.list_pickups(card.id)
        click.echo(msgspec.json.encode({"order": card, "company": company, "pickups": pickups, "story": story}))
        return
    for line in (*_head(card), "", *_lines(card), "", *_told(story)):
        click.echo(line)


def _head(card: OrderCard) -> list[str]:
    company, worth = queries.find_company(card.id), write_amount(card.total, card.currency)
    firms = [one.name for one in (company.account, company.payer) if one] if company else []
    who = [_names([card]).get(card.id, ""), *dict.fromkeys(firms)]
    about = [state_words(card.state), channel_words(card.channel), card.outlet, worth, *who]
    return [f"{card.number}  " + " · ".join(filter(None, about))]


def _lines(card: OrderCard) -> list[str]:
    """Each line with what became of its pieces, as far as anything did."""
    told = []
    for line in card.lines:
        counters = msgspec.to_builtins(line.counters)
        became = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counters.items() if count)
        told.append(f"  {line.sku:14} {line.name}: {became}")
    return told


def _told(story: Sequence[StoryEntry]) -> list[str]:
    """A row for each entry; what was written beside it stands below."""
    rows = []
    for entry in story:
        promise = {"kept": _("promise kept"), "broken": _("promise broken"), "open": _("promise open")}
        words = [entry.title, entry.promise_words or promise.get(entry.promise, ""), *entry.tags, entry.where]
        rows.append(f"{find_local(entry.at):%Y-%m-%d %H:%M}  " + " · ".join(filter(None, words)))
        rows += [f"{'':18}{text}" for text in (entry.detail, entry.said) if text]
    return rows


def _names(cards: Sequence[OrderCard]) -> dict[object, str]:
    people = customers.get_customer_cards(card.customer_id for card in cards if card.customer_id)
    return {card.id: people[card.customer_id].name for card in cards if card.customer_id in people}


def _told_return(one: ToldReturn) -> str:
    person = customers.find_customer_card(one.customer_id) if one.customer_id else None
    came, name = find_local(one.at).strftime("%Y-%m-%d %H:%M"), person.name if person else ""
    return f"{one.number:12} {came}  {_('came back'):22} {write_amount(one.refund, one.currency):>12}  {name}"


commands = [orders]
