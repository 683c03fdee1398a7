"""Files that people hand over: kept with their run until it is long done."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from shopkeeper.connectors.errors import NoFiles, NoRoom
from shopkeeper.connectors.models import ImportRun, RefusedRow
from shopkeeper.connectors.queries import files_of, home_of
from shopkeeper.core.actors import Actor

_KEPT = timedelta(days=30)
_MARGIN = 2
"""Times the size of the files: reading them may spill as much again."""


def keep_files(run: ImportRun, uploads: Sequence[Any]) -> Path:
    """Put uploaded files into the folder of their run.

    :raises NoFiles: when there are none
    :raises NoRoom: when the disk would be full
    """
    if not uploads:
        raise NoFiles
    folder = home_of(run) / "files"
    folder.mkdir(mode=0o700, exist_ok=True)
    needed, free = sum(upload.size for upload in uploads) * _MARGIN, shutil.disk_usage(folder).free
    if needed > free:
        raise NoRoom(needed=_megabytes(needed), free=_megabytes(free))
    for upload in uploads:
        with (folder / (Path(upload.name).name or "file.csv")).open("wb") as kept:
            for piece in upload.chunks():
                kept.write(piece)
    return folder


def discard(run: ImportRun) -> None:
    """Delete a draft that was only a trial, and its files."""
    shutil.rmtree(home_of(run), ignore_errors=True)
    run.delete()


def forget_files(*, by: Actor, now: datetime) -> int:
    """Delete the files of runs long ago: they hold personal data, and what is in is in. Drafts go altogether."""
    old = ImportRun.objects.filter(requested_at__lt=now - _KEPT)
    folders = [home_of(run) for run in old.exclude(finished_at=None, failed_at=None, confirmed_at__isnull=False)]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    old.filter(confirmed_at=None).delete()
    return len(folders)


def forget_files_of_erased(*, by: Actor, now: datetime) -> int:
    """Delete what is kept of finished imports that told again of somebody who was erased."""
    told = RefusedRow.objects.filter(code__in=["erased", "erased_contact"]).values("part__run")
    runs = ImportRun.objects.filter(pk__in=told).exclude(finished_at=None, failed_at=None)
    folders = [files_of(run) for run in runs if files_of(run).is_dir()]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
