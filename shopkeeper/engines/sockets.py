"""Folders short enough for Unix sockets, whose paths may have 107 bytes at most (103 on macOS)."""

import hashlib
from pathlib import Path

_LONGEST = 100


def short_folder(wished: Path, *, longest_name: str) -> Path:
    """`wished` where a socket called `longest_name` fits in it, else a folder of the same meaning under /tmp.

    Both are the same for every process, whatever its environment, so that all find each other.
    """
    if len(bytes(wished / longest_name)) <= _LONGEST:
        return wished
    return hashed_folder(wished)


def hashed_folder(wished: Path) -> Path:
    """The short stand-in for `wished`. It lies where everybody may write: check its owner before trusting it."""
    return Path("/tmp") / f"shopkeeper-{hashlib.sha256(bytes(wished)).hexdigest()[:16]}"
