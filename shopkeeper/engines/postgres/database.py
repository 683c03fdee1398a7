"""The role and the database that the product works with; neither is a superuser's."""

import time

import psycopg
from psycopg import sql

_ROLE = "shopkeeper"
_PATIENCE = 600
_RECOVERING = ("database system is starting up", "not yet accepting connections", "in recovery mode")


def answers(url: str) -> bool:
    """Whether a server answers there. One that is still recovering is waited for, as long as a long recovery takes."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(url, connect_timeout=10).close()
            return True
        except psycopg.OperationalError as refused:
            if not any(words in str(refused) for words in _RECOVERING) or time.monotonic() > deadline:
                return False
            time.sleep(0.1)


def ensure_database(server_url: str, database_url: str) -> None:
    """Create what a first start, or a first start that was killed halfway, has not created yet."""
    with psycopg.connect(server_url, autocommit=True) as server:
        if not _exists(server, "SELECT FROM pg_roles WHERE rolname = %s"):
            # Tests make databases of their own; pg_monitor lets `shopkeeper doctor` look at slow statements.
            server.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB IN ROLE pg_monitor").format(sql.Identifier(_ROLE)))
        if not _exists(server, "SELECT WHERE has_parameter_privilege(%s, 'session_replication_role', 'SET')"):
            # Imports check the foreign keys of a batch at once (`core.foreign_keys`).
            server.execute(
                sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(sql.Identifier(_ROLE))
            )
        if not _exists(server, "SELECT FROM pg_database WHERE datname = %s"):
            server.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(_ROLE)))
            with psycopg.connect(database_url, autocommit=True) as database:
                database.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")


def drop_database(server_url: str) -> None:
    """Delete the database with all that it holds."""
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_ROLE)))


def _exists(server: psycopg.Connection, question: str) -> bool:
    return server.execute(question, [_ROLE]).fetchone() is not None
