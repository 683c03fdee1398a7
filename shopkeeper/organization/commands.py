"""Commands of the organization: whose installation it is, and who may sign in, from the first administrator on."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import click
import msgspec
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.organization.actions import describe_retailer, give_role, give_sign_in, hire
from shopkeeper.organization.contracts import Role
from shopkeeper.organization.errors import OutletNotFound
from shopkeeper.organization.models import Assignment, Employee
from shopkeeper.organization.queries import get_retailer, list_outlets, list_people


@click.group(name="people")
def people() -> None:
    """People and roles: who works here as what, and who may sign in."""


@people.command(name="list")
@command_door("organization.manage_people")
def show(*, by: Actor, now: datetime) -> None:
    """List everybody who holds a role."""
    for person in list_people(now=now):
        click.echo(f"{person.name[:30]:30}  {person.role:24}  {person.email}")


@people.command(name="invite")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues call them.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--outlet", "code", default="", metavar="CODE", help="Where; the whole company when left out.")
@click.password_option(help="Asked for when left out, so that it stays out of the shell's history.")
@command_door("organization.manage_people")
def invite(*, email: str, name: str, role: str, code: str, password: str, by: Actor, now: datetime) -> None:
    """Let EMAIL sign in with a password and a role. Again changes the password and adds a role."""
    try:
        validate_password(password)
    except ValidationError as weak:
        raise click.ClickException(" ".join(weak.messages)) from None
    outlet_id = _outlet(code, by=by) if code else None
    known = Employee.objects.filter(email__iexact=email).first()
    employee_id = known.id if known else hire(name=name, email=email, by=by, now=now)
    held = Assignment.objects.filter(employee=employee_id, role=role, outlet=outlet_id, ends_on=None)
    if not held.exists():
        give_role(employee_id=employee_id, role=Role(role), outlet_id=outlet_id, starts_on=now.date(), by=by, now=now)
    give_sign_in(employee_id=employee_id, email=email, password=password, by=by, now=now)
    click.echo(f"{email} may sign in as {role.replace('_', ' ')}.", err=True)


def _outlet(code: str, *, by: Actor) -> UUID:
    found = next((card.id for card in list_outlets(by=by) if card.code == code), None)
    if found is None:
        raise OutletNotFound(key=code)
    return found


@click.command(name="retailer")
@click.option("--name", help="As customers know it.")
@click.option("--country", metavar="GB", help="Two letters.")
@click.option("--currency", metavar="GBP", help="In which figures are told.")
@click.option("--time-zone", metavar="Europe/London", help="In which days begin and end.")
@click.option("--hour-cost", "service_hour_cost", type=float, help="What an hour of serving customers costs, all in.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("organization.manage_people")
def retailer(*, as_json: bool, by: Actor, now: datetime, **told: str | float | None) -> None:
    """Say whose installation this is; without options only print it."""
    changes: dict[str, Any] = {key: value for key, value in told.items() if value is not None}
    card = replace(get_retailer(), **changes)
    if changes:
        describe_retailer(card=card, by=by, now=now)
    if as_json:
        click.echo(msgspec.json.encode(card))
    else:
        click.echo(f"{card.name}, {card.country}, {card.currency}, {card.time_zone}")


commands = [people, retailer]
