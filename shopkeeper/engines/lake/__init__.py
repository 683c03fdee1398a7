"""The lake: each data set as Parquet by month, with its age, following the database without losing a row."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from shopkeeper.engines.datasets import DataSet, Refresh
from shopkeeper.engines.lake.errors import LakeError, RepeatedKey
from shopkeeper.engines.lake.manifest import Manifest
from shopkeeper.engines.lake.rewriting import Rewriting, open_engine, remove_leftovers
from shopkeeper.engines.lake.source import Snapshot, take_snapshot

__all__ = ["Lake", "LakeError", "Manifest", "Refreshed", "RepeatedKey"]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What one refresh did."""

    data_set: str
    changed_rows: int
    rows: int
    was_rebuilt: bool


@dataclass(frozen=True, slots=True)
class Lake:
    """A folder with one folder for each data set."""

    folder: Path

    def refresh(
        self, data_set: DataSet, database_url: str, *, now: datetime, rebuild: bool = False, drop_gone: bool = False
    ) -> Refreshed:
        """Bring one data set up to date: rows changed since last time replace older ones by key.

        Rows that were deleted from the source stay until a rebuild, or until `drop_gone`, which reads every key and
        writes the months anew that hold one too many. Killed at any moment, the old state stands.

        :raises RepeatedKey: when the data set's query gives one key twice
        """
        folder = self.folder / data_set.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / ".lock"), take_snapshot(database_url) as snapshot:
            old = Manifest.read(folder)
            base = None if rebuild or not _may_continue(old, data_set, snapshot) else old
            changed, new = _bring_up_to_date(data_set, folder, snapshot, base, now, drop_gone)
            new.write(folder)
            remove_leftovers(folder, [old, new])
        return Refreshed(data_set.name, changed, new.rows, was_rebuilt=base is None)

    def state(self, data_set: DataSet) -> Manifest | None:
        """What is held of a data set now, if it is of the data set as declared today."""
        manifest = Manifest.read(self.folder / data_set.name)
        return manifest if manifest and manifest.fingerprint == data_set.fingerprint else None


def _may_continue(old: Manifest | None, data_set: DataSet, snapshot: Snapshot) -> bool:
    """Whether what is held can be brought up to date; after a restore of the database, say, it cannot."""
    if old is None or old.fingerprint != data_set.fingerprint:
        return False
    if old.database != snapshot.database or snapshot.horizon < old.watermark:
        return False
    return data_set.refresh is Refresh.INCREMENTAL or not snapshot.was_written(data_set.sources, old.watermark)


def _bring_up_to_date(
    data_set: DataSet,
    folder: Path,
    snapshot: Snapshot,
    base: Manifest | None,
    now: datetime,
    drop_gone: bool,
) -> tuple[int, Manifest]:
    generation = secrets.token_hex(6)  # never used before, so no reader mistakes a new file for an old one
    months, changed = dict(base.months) if base else {}, 0
    if base is None or data_set.refresh is Refresh.INCREMENTAL:
        with open_engine(folder / ".spill") as engine:
            rewriting = Rewriting(data_set, folder, generation, engine, drops_gone=drop_gone and base is not None)
            with snapshot.rows(data_set, since=base.watermark if base else None) as rows:
                changed = rewriting.stage(rows)
            if rewriting.drops_gone:
                with snapshot.keys(data_set) as keys:
                    rewriting.stage_keys(keys)
            months = rewriting.write(months)
    manifest = Manifest(
        fingerprint=data_set.fingerprint,
        database=snapshot.database,
        watermark=snapshot.horizon,
        as_of=now,
        generation=generation,
        months=months,
    )
    return changed, manifest
