"""All pairs of a pool that share a key, weighed part by part."""

from collections.abc import Callable

from shopkeeper.engines.linkage.model import Model
from shopkeeper.engines.linkage.narrowing import write_narrowing
from shopkeeper.engines.linkage.pool import Pool
from shopkeeper.engines.linkage.statements import write_most, write_weights

PAIRS_AT_ONCE = 9_000_000

Tell = Callable[[int], None]


def weigh(
    pool: Pool, model: Model, *, at_least: float, pairs_at_once: int = PAIRS_AT_ONCE, tell: Tell | None = None
) -> int:
    """The table `weighed`: all pairs that share a key and weigh so many bits; gives how many there are.

    :param tell: hears how many pairs share a key, each key counted, before the first of them is compared
    """
    pairs = pool.file()
    if tell:
        tell(pairs)
    parts = max(-(-pairs // pairs_at_once), 1)
    pool.write_forms(model)
    narrowing = write_narrowing(pool.configuration.weighed_by(model), model, at_least=at_least)
    chosen = _write_choice(pool, model, at_least)
    pool.database.execute("CREATE OR REPLACE TABLE weighed (one INTEGER, other INTEGER, bits DOUBLE)")
    for part in range(parts):
        pool.pick(part=part, parts=parts)
        for statement in narrowing:
            pool.database.execute(statement)
        pool.database.execute(f"INSERT INTO weighed {chosen}")
    pool.database.execute("DROP TABLE compared; DROP TABLE candidates; DROP TABLE useful; DROP TABLE forms")
    [(count,)] = pool.database.execute("SELECT count(*) FROM weighed").fetchall()
    return int(count)


def _write_choice(pool: Pool, model: Model, at_least: float) -> str:
    """Those of the pairs in `compared` that weigh enough, none more than it may."""
    strangers, close = write_weights(pool.configuration, model)
    most = write_most(pool.configuration, model)
    return (
        "SELECT one, other, bits FROM (SELECT one, other, least(most, "
        "least(strangers, close) - log2(1 + pow(2, greatest(-abs(strangers - close), -1000)))) AS bits FROM "
        f"(SELECT one, other, {most} AS most, {strangers} AS strangers, {close} AS close FROM compared)) "
        f"WHERE bits >= {at_least!r}"
    )
