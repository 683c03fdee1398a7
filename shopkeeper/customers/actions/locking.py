"""Who waits for whom: batches for everybody, records that come alone only for those that could be the same person."""

from collections.abc import Iterable
from uuid import UUID

from shopkeeper.customers.sql import run

_EVERYBODY = "SELECT pg_advisory_xact_lock(hashtext('customers.resolution'))"
_MERGERS = "SELECT pg_advisory_xact_lock(hashtext('customers.merging'))"
_PEOPLE = "SELECT FROM customers_customer WHERE id = ANY(%(people)s) ORDER BY id FOR NO KEY UPDATE"


def lock_everybody() -> None:
    """Nobody else resolves anything until this transaction ends."""
    run(_EVERYBODY)


def lock_mergers() -> None:
    """Nobody else joins customers because of a record that came alone."""
    run(_MERGERS)


def lock_people(people: Iterable[UUID]) -> None:
    """Nobody else gives these customers a record or works out their profile."""
    if wanted := list(people):
        run(_PEOPLE, {"people": wanted})
