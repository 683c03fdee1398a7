"""Where imports still hold somebody who is erased: in the files that were handed over, and in the refused rows."""

import gzip
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from shopkeeper.connectors.models import ImportRun
from shopkeeper.connectors.queries import files_of
from shopkeeper.customers.public import Traces, register_reach

_PIECE = 1 << 20
_OVERLAP = 512
"""A trace may lie across two pieces; none is longer."""


def forget_uploads(ids: Sequence[UUID], traces: Traces) -> int:
    """Delete what is kept of finished imports where the person stands in it; what is in is in, so nothing else is lost.

    Files of the systems that knew them go unread. A file that is not in yet stays: its import leaves the person out,
    and takes its file away when it is through.
    """
    done = ImportRun.objects.filter(~Q(finished_at=None) | ~Q(failed_at=None))
    hit = [run for run in done if files_of(run).is_dir() and (run.source in traces.sources or _holds(run, traces))]
    transaction.on_commit(lambda: [shutil.rmtree(files_of(run), ignore_errors=True) for run in hit] and None)
    return len(hit)


def _holds(run: ImportRun, traces: Traces) -> bool:
    files = [path for path in files_of(run).rglob("*") if path.is_file()]
    return any(path.suffix == ".parquet" or any(map(traces.are_in, _pieces(path))) for path in files)


def _pieces(path: Path) -> Iterator[str]:
    """The text of a file, piece by piece, each with the end of the one before it."""
    last = b""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield (last + piece).decode(errors="replace")
            last = piece[-_OVERLAP:]


register_reach(gettext_noop("Files of imports"), forget_uploads)
