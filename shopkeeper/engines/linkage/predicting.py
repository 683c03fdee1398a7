"""All pairs that share a key, weighed in one go: Splink applies a model to a table of records."""

import logging
from collections.abc import Collection, Mapping, Sequence

import duckdb
from splink import DuckDBAPI, Linker

from shopkeeper.engines.linkage.conditions import Form
from shopkeeper.engines.linkage.model import Configuration, Model
from shopkeeper.engines.linkage.splink_settings import write_settings
from shopkeeper.engines.linkage.tables import open_duckdb, rare_columns, register_forms, register_frequencies

logging.getLogger("splink").setLevel(logging.ERROR)  # what it says of untrained levels is what is believed beforehand

Pair = tuple[int, int, float]
"""Two places in the sequence of records, and what the model says of them in bits."""


def predict(
    forms: Sequence[Form],
    keys: Sequence[Mapping[str, int]],
    configuration: Configuration,
    model: Model,
    *,
    at_least: float,
) -> list[Pair]:
    """The pairs that share a key and weigh `at_least` so many bits."""
    with open_duckdb() as connection:
        register_forms(connection, forms, keys, configuration)
        return list_pairs(connection, configuration, model, at_least=at_least)


def list_pairs(
    connection: duckdb.DuckDBPyConnection, configuration: Configuration, model: Model, *, at_least: float
) -> list[Pair]:
    """The same for records that are registered."""
    linker = make_linker(connection, configuration, model)
    found = linker.inference.predict(threshold_match_weight=at_least, warning_mode="never")
    return connection.execute(f"SELECT id_l, id_r, match_weight FROM {found.physical_name}").fetchall()


def make_linker(
    connection: duckdb.DuckDBPyConnection,
    configuration: Configuration,
    model: Model,
    *,
    only: Collection[str] | None = None,
    explain: bool = False,
) -> Linker:
    """A linker of Splink over the table `forms`, with the weights and frequencies of a model."""
    weights = {name: row for name, row in model.weights.items() if only is None or name in only}
    settings = write_settings(configuration, weights, prior=model.one, explain=explain)
    database = DuckDBAPI(connection)
    linker = Linker(database.register("forms"), settings, log_level=None, validate_settings=False)
    for column in rare_columns(configuration):
        table = database.register(register_frequencies(connection, column, model))
        linker.table_management.register_term_frequency_lookup(table, column)
    return linker
