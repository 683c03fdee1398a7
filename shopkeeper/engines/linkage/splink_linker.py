"""A linker of Splink over the table `forms` of a pool."""

import logging
from collections.abc import Collection

import duckdb
from splink import DuckDBAPI, Linker

from shopkeeper.engines.linkage.hastening import hasten
from shopkeeper.engines.linkage.model import Configuration, Model
from shopkeeper.engines.linkage.splink_settings import write_settings

logging.getLogger("splink").setLevel(logging.ERROR)  # what it says of untrained levels is what is believed beforehand


def make_linker(
    connection: duckdb.DuckDBPyConnection, configuration: Configuration, model: Model, *, only: Collection[str]
) -> Linker:
    """A linker with the weights of a model for these comparisons."""
    weights = {name: row for name, row in model.weights.items() if name in only}
    settings = write_settings(configuration, weights, prior=model.one, word=hasten)
    database = DuckDBAPI(connection)
    return Linker(database.register("forms"), settings, log_level=None, validate_settings=False)
