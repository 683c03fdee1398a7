"""Which of a file's columns is probably meant by a name."""

import re
from collections.abc import Collection
from difflib import SequenceMatcher

_CLOSE = 0.75


def find_closest(name: str, columns: Collection[str]) -> str:
    """The column whose letters are most like these, where they are much alike; empty where none is."""
    scored = [(SequenceMatcher(None, _bare(name), _bare(column)).ratio(), column) for column in columns]
    score, column = max(scored, default=(0.0, ""))
    return column if score >= _CLOSE else ""


def find_meant(name: str, columns: Collection[str]) -> str:
    """The closest column, else the first that says the same in more or fewer words (`kind`, `Movement kind`)."""
    words = _words(name)
    shared = (column for column in columns if (theirs := _words(column)) and (words <= theirs or theirs <= words))
    return find_closest(name, columns) or next(shared, "")


def _bare(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.lower()))
