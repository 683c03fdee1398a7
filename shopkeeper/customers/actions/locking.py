"""Who waits for whom: batches for everybody, records that come alone only for those that could be the same person."""

from collections.abc import Iterable
from uuid import UUID

from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from shopkeeper.customers.errors import ImportUnderWay
from shopkeeper.customers.sql import read, run

_EVERYBODY = "SELECT pg_advisory_xact_lock(hashtext('customers.resolution'))"
_IS_AWAITED = """
SELECT EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND mode = 'ShareLock' AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid::bigint << 32 | objid::bigint = hashtext('customers.resolution')::bigint
)
"""
_MERGERS = "SELECT pg_advisory_xact_lock(hashtext('customers.merging'))"
_DECIDERS = """
SELECT set_config('lock_timeout', '8s', true), pg_advisory_xact_lock_shared(hashtext('customers.resolution')),
       pg_advisory_xact_lock(hashtext('customers.merging')), set_config('lock_timeout', '0', true)
"""
_PEOPLE = "SELECT FROM customers_customer WHERE id = ANY(%(people)s) ORDER BY id FOR NO KEY UPDATE"


def lock_everybody() -> None:
    """Nobody else resolves anything until this transaction ends."""
    run(_EVERYBODY)


def is_awaited() -> bool:
    """Whether somebody who decides about single people, or a record that came alone, waits for `lock_everybody`."""
    [(waits,)] = read(_IS_AWAITED)
    return bool(waits)


def lock_mergers() -> None:
    """Nobody else joins customers because of a record that came alone."""
    run(_MERGERS)


def lock_deciders() -> None:
    """Nobody else joins or parts customers until this transaction ends: no person, no file, no record that came alone.

    :raises ImportUnderWay: when a file keeps everybody waiting
    """
    try:
        run(_DECIDERS)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise ImportUnderWay from error
        raise


def lock_people(people: Iterable[UUID]) -> None:
    """Nobody else gives these customers a record or works out their profile."""
    if wanted := list(people):
        run(_PEOPLE, {"people": wanted})
