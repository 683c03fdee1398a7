"""Bytes of files as they come: packed or not, in whatever encoding, handed on as clean UTF-8 piece by piece."""

import codecs
import gzip
import io
import os
from typing import BinaryIO

from shopkeeper.engines.files.contracts import ForeignFile, UnreadableFile

_PIECE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 come from an old Windows program, nearly always, and sometimes only in single rows."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    try:
        return odd.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return odd.decode("latin-1"), error.end


codecs.register_error("as_windows", _as_windows)


class CleanBytes(io.RawIOBase):
    """A file read once from the beginning: unpacked, without byte order mark and NUL, as UTF-8."""

    def __init__(self, file: ForeignFile) -> None:
        self.file = file
        self._raw: BinaryIO = open(file.path, "rb", buffering=_PIECE)  # noqa: SIM115 - closed by close()
        self._packed = self._raw.peek(2)[:2] == b"\x1f\x8b"  # type: ignore[attr-defined]  # a BufferedReader
        self._source: BinaryIO = gzip.GzipFile(fileobj=self._raw) if self._packed else self._raw  # type: ignore[assignment]
        self._waiting = b""
        self._start()

    def _start(self) -> None:
        head = self._take()
        mark, encoding = next(((m, e) for m, e in _MARKS if head.startswith(m)), (b"", self.file.encoding or "utf-8"))
        errors = "as_windows" if encoding == "utf-8" else "replace"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._waiting = self._clean(head[len(mark) :], final=not head)

    def _take(self) -> bytes:
        try:
            return self._source.read(_PIECE)
        except (EOFError, gzip.BadGzipFile, OSError) as error:
            raise UnreadableFile(f"{os.path.basename(self.file.path)} is cut off or damaged ({error}).") from error

    def _clean(self, piece: bytes, *, final: bool) -> bytes:
        return self._decoder.decode(piece, final).replace("\x00", "").encode()

    @property
    def position(self) -> int:
        """How many bytes of the file itself have been read."""
        return self._raw.tell()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; empty only at the end."""
        while not self._waiting:
            piece = self._take()
            self._waiting = self._clean(piece, final=not piece)
            if not piece:
                break
        size = len(self._waiting) if size < 0 else size
        given, self._waiting = self._waiting[:size], self._waiting[size:]
        return given

    def close(self) -> None:
        self._raw.close()
        super().close()
