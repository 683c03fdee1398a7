"""Commands of the inventory: what can be promised, and whether the record is right."""

from datetime import datetime

import click
import msgspec

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.inventory.actions.checking import check_stock, repair_stock
from shopkeeper.inventory.actions.held import replay_held_movements
from shopkeeper.inventory.models import Inspection
from shopkeeper.inventory.queries.availability import get_availability
from shopkeeper.inventory.queries.checks import list_drifts


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


commands = [inventory]
