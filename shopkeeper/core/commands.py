"""Commands of the core: keys for machines."""

from datetime import datetime

import click

from shopkeeper.core.actors import Actor
from shopkeeper.core.api_keys import create_api_key, list_api_keys, revoke_api_key
from shopkeeper.core.console import command_door
from shopkeeper.core.permits import list_permissions


@click.group(name="api-keys")
def api_keys() -> None:
    """Keys for machines that use the REST API."""


@api_keys.command(name="create")
@click.argument("name")
@click.option("--permission", "permissions", multiple=True, help="May be given several times; all when left out.")
@click.option("--outlet", "outlets", multiple=True, help="Only rows of these outlets (ids).")
@command_door("core.manage_api_keys")
def create(*, name: str, permissions: tuple[str, ...], outlets: tuple[str, ...], by: Actor, now: datetime) -> None:
    """Make a key and print it: it cannot be read again."""
    scopes = {"outlet_id": list(outlets)} if outlets else None
    click.echo(create_api_key(name=name, permissions=permissions or ("*",), scopes=scopes, by=by, now=now))


@api_keys.command(name="list")
@command_door("core.manage_api_keys")
def show(*, by: Actor, now: datetime) -> None:
    """List the keys by name and prefix."""
    for key in list_api_keys(by=by, now=now):
        click.echo(f"{key.prefix}  {key.name}  {', '.join(key.permissions)}")


@api_keys.command(name="revoke")
@click.argument("prefix")
@command_door("core.manage_api_keys")
def revoke(*, prefix: str, by: Actor, now: datetime) -> None:
    """Stop a key from opening anything."""
    done = revoke_api_key(prefix=prefix, by=by, now=now)
    click.echo("Revoked." if done else f"No key in force begins with {prefix}.")


@api_keys.command(name="permissions")
@command_door("core.manage_api_keys")
def permissions(*, by: Actor, now: datetime) -> None:
    """List everything that a key may be allowed."""
    for permission in list_permissions():
        click.echo(f"{permission.code:44} {permission.label}")


commands = [api_keys]
