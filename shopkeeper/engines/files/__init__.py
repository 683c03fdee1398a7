"""Foreign files, read in a process of their own: CSV, packed CSV, Parquet, JSON lines, as typed and checked rows."""

from shopkeeper.engines.files.client import Reader, Reading, reader
from shopkeeper.engines.files.contracts import (
    Batch,
    Complaint,
    Extraction,
    FileColumn,
    FileJoin,
    FileShape,
    ForeignFile,
    Refused,
    UnreadableFile,
)

__all__ = [
    "Batch", "Complaint", "Extraction", "FileColumn", "FileJoin", "FileShape", "ForeignFile", "Reader", "Reading",
    "Refused", "UnreadableFile", "reader",
]  # fmt: skip
