"""An embedded PostgreSQL: brought along as a package, set up on first use, shared by whoever needs it."""

from shopkeeper.engines.postgres.copies import load_database, save_database
from shopkeeper.engines.postgres.errors import PostgresError
from shopkeeper.engines.postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "PostgresError", "load_database", "save_database"]
