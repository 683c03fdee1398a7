"""What the lake holds of one data set, in one small file that is replaced whole or not at all."""

import os
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec

from shopkeeper.engines.changes import MANIFEST


class Month(msgspec.Struct, frozen=True):
    """One Parquet file and its number of rows."""

    file: str
    rows: int


class Manifest(msgspec.Struct, frozen=True):
    """One state of a data set: readers take the files named here and no others.

    `watermark` is a transaction id: every row written below it is in the files. `database` tells one cluster from
    another, since transaction ids of two clusters cannot be compared.
    """

    fingerprint: str
    database: str
    watermark: int
    as_of: datetime
    generation: str
    months: dict[str, Month]

    @property
    def rows(self) -> int:
        return sum(month.rows for month in self.months.values())

    @property
    def files(self) -> set[str]:
        return {month.file for month in self.months.values()}

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The current state, or none where nothing was kept, or only in another version's form."""
        try:
            return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=cls)
        except (FileNotFoundError, msgspec.ValidationError):
            return None

    def write(self, folder: Path) -> None:
        """Make this the current state: after a power cut either the old or the new one is there."""
        draft = folder / f".{MANIFEST}.draft"
        with draft.open("wb") as handle:
            handle.write(msgspec.json.encode(self))
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(folder / MANIFEST)
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames in the folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
