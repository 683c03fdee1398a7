"""`shopkeeper warehouse`: the analytics alone."""

import click

from shopkeeper.engines.warehouse.duckdb_engine import DuckDBEngine
from shopkeeper.engines.warehouse.server import AlreadyServed, serve
from shopkeeper.site.commands import for_operators
from shopkeeper.site.home import Home


@click.command()
@for_operators
def warehouse() -> None:
    """Run the analytics only: answers questions of the other processes over a socket in the home."""
    home = Home.from_environment()
    try:
        serve(home.warehouse_socket, DuckDBEngine(home.lake))
    except AlreadyServed as taken:
        raise click.ClickException(str(taken)) from None


if __name__ == "__main__":
    warehouse()
