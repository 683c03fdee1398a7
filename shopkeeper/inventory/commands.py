"""Commands of the inventory: what can be promised, what waits, and whether the record is right."""

from datetime import datetime
from typing import Any
from uuid import UUID

import click
import msgspec
from django.utils.translation import gettext

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.inventory.access import access_buffer, access_held_movement, access_location, access_location_to_see
from shopkeeper.inventory.actions.buffers import BUFFER, SAFETY, drop_buffer, set_buffer
from shopkeeper.inventory.actions.checking import check_stock, repair_stock
from shopkeeper.inventory.actions.corrections import count
from shopkeeper.inventory.actions.held import dismiss_movement, explain_movement, replay_held_movements
from shopkeeper.inventory.models import Inspection
from shopkeeper.inventory.queries.availability import get_availability
from shopkeeper.inventory.queries.checks import list_drifts
from shopkeeper.inventory.queries.places import list_buffers, list_held_movements
from shopkeeper.inventory.queries.reckoning import find_reckoning
from shopkeeper.inventory.words import ALL_OF_A_KIND, WHY_HELD, write_where
from shopkeeper.inventory.words_of_reckoning import explain_reckoning


@click.group(name="inventory")
def inventory() -> None:
    """Stock: what can be promised where, and whether the record is right."""


@inventory.command(name="show")
@click.argument("sku")
@click.option("--channel", default="", help="As this channel sees it.")
@command_door("inventory.view_stock")
def show(*, sku: str, channel: str, by: Actor, now: datetime) -> None:
    """Print where SKU is and what can be promised, as JSON."""
    found = get_availability([sku], channel=channel, by=by, now=now)[sku]
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))


@inventory.command(name="why")
@click.argument("sku")
@click.argument("location")
@click.option("--channel", default="", help="As this channel sees it.")
@command_door("inventory.view_stock")
def why(*, sku: str, location: str, channel: str, by: Actor, now: datetime) -> None:
    """Say step by step why so many of SKU can be promised at LOCATION."""
    place, product = access_location_to_see(by, location), catalog.access_product(by, sku)
    found = find_reckoning(product.id, place.id, now=now, channel=channel)
    for sentence in explain_reckoning(found) if found else ["It has never been there."]:
        click.echo(sentence)


@inventory.command(name="check")
@click.option("--repair", is_flag=True, help="Put right what is wrong.")
@command_door("inventory.repair_stock")
def check(*, repair: bool, by: Actor, now: datetime) -> None:
    """Compare every position with its movements and reservations. Fails while something is wrong."""
    Inspection.objects.filter(finished_at=None).update(finished_at=now)
    positions = check_stock(by=by, now=now)
    while Inspection.objects.filter(finished_at=None).exists():
        positions += check_stock(by=by, now=now)
    drifts = list_drifts(by=by)
    for drift in drifts:
        place = f"{drift.product.sku} at {drift.location.code}"
        click.echo(f"{place}: {drift.counter} says {drift.recorded}, should be {drift.expected}")
    repaired = repair_stock(by=by, now=now) if repair else 0
    click.echo(f"{positions:,} positions checked, {len(drifts):,} counters wrong, {repaired:,} positions repaired.")
    if drifts and not repair:
        raise click.ClickException("Repair them with: shopkeeper inventory check --repair")


@inventory.command(name="replay")
@command_door("inventory.record_movements")
def replay(*, by: Actor, now: datetime) -> None:
    """Record held movements whose SKU and location are known by now."""
    click.echo(f"{replay_held_movements(by=by, now=now):,} movements recorded.")


@inventory.command(name="held")
@command_door("inventory.view_stock")
def held(*, by: Actor, now: datetime) -> None:
    """Print the movements that wait, oldest first: what for, and under which ID they are decided."""
    for row in list_held_movements(by=by):
        told = f"{row.kind} {row.quantity:+,} of {row.sku} at {row.location_code}, {row.occurred_at:%Y-%m-%d %H:%M}"
        click.echo(f"{row.id}  {told}, from {row.source}: {gettext(WHY_HELD[row.why])}")


@inventory.command(name="explain")
@click.argument("held_id", type=click.UUID)
@click.argument("reason")
@command_door("inventory.record_movements")
def explain(*, held_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Say why the pieces of the held movement HELD_ID went, so that it is recorded."""
    row = access_held_movement(by, held_id)
    done = explain_movement(held_id=row.id, reason=reason, by=by, now=now)
    click.echo("Recorded." if done else "The reason is noted. It waits for something else besides.")


@inventory.command(name="dismiss")
@click.argument("held_id", type=click.UUID)
@click.argument("reason")
@command_door("inventory.repair_stock")
def dismiss(*, held_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Leave the held movement HELD_ID out of the record for good, since it never happened."""
    row = access_held_movement(by, held_id)
    dismiss_movement(held_id=row.id, reason=reason, by=by, now=now)
    click.echo("It stays out of the record, kept with your decision.")


@inventory.command(name="count")
@click.argument("sku")
@click.argument("location")
@click.argument("pieces", type=click.IntRange(min=0))
@command_door("inventory.record_movements")
def count_shelf(*, sku: str, location: str, pieces: int, by: Actor, now: datetime) -> None:
    """Say that somebody found PIECES of SKU at LOCATION just now. Many counts at once are an import of stock_counts."""
    off = count(sku=sku, location=access_location(by, location).code, counted=pieces, by=by, now=now)
    click.echo(f"The record was off by {off:+,} and says {pieces:,} now." if off else "The record was right.")


@inventory.group(name="kept-back")
def kept_back() -> None:
    """Pieces that are there and not promised, by rules. Many rules at once are an import of kept_back."""


@kept_back.command(name="list")
@command_door("inventory.view_stock")
def list_rules(*, by: Actor, now: datetime) -> None:
    """Print the rules, each with the ID by which it is ended; of those that fit, the one that says most holds alone."""
    for row in list_buffers(by=by):
        what = f"{row.pieces:,}{f' + {row.percent} %' if row.percent else ''} ({row.kind})"
        of_what = row.category.name if row.category else gettext("everything")
        channel = f", only from {row.channel}" if row.channel else ""
        click.echo(f"{row.id}  {what} at {write_where(row)}, of {of_what}{channel}: {row.why or 'no reason given'}")


@kept_back.command(name="set")
@click.argument("kind", type=click.Choice([SAFETY, BUFFER]))
@click.argument("why")
@click.option("--pieces", type=click.IntRange(0, 1_000_000), default=0, help="How many pieces.")
@click.option("--percent", type=click.IntRange(0, 100), default=0, help="And how many percent of what is there.")
@click.option("--location", default="", help="At which location; at all of them without.")
@click.option("--place-kind", type=click.Choice([each.value for each in ALL_OF_A_KIND]), help="Or at all of a kind.")
@click.option("--category", default="", help="Of which category, by its name or ID; of everything without.")
@click.option("--channel", default="", help="Only from this channel, such as web.")
@command_door("inventory.manage_locations")
def set_rule(
    *, location: str, place_kind: str | None, category: str, by: Actor, now: datetime, **rule: Any
) -> None:  # fmt: skip
    """Keep pieces back from now on: KIND safety is for the shop itself, buffer against a record that may be wrong."""
    code = access_location(by, location).code if location else ""
    category_id = _find_category(category)
    set_buffer(**rule, location=code, place_kind=place_kind or "", category_id=category_id, by=by, now=now)
    click.echo("It holds from now on.")


@kept_back.command(name="end")
@click.argument("rule_id", type=click.UUID)
@command_door("inventory.manage_locations")
def end_rule(*, rule_id: UUID, by: Actor, now: datetime) -> None:
    """Keep nothing back by the rule RULE_ID any more; what the next one says holds then."""
    drop_buffer(rule_id=access_buffer(by, rule_id).id, by=by, now=now)
    click.echo("Nothing is kept back by it any more.")


def _find_category(told: str) -> UUID | None:
    if not told:
        return None
    fitting = [node.id for node in catalog.list_categories() if told in (node.name, str(node.id))]
    if len(fitting) != 1:
        why = "No category has this name." if not fitting else "Several categories have this name; give the ID."
        raise click.BadParameter(why, param_hint="--category")
    return fitting[0]


commands = [inventory]
