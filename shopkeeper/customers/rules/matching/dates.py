"""Dates of birth in standard form: eight digits, year first, whatever was written."""

import re
from datetime import date

_NOBODYS = frozenset({"19000101", "19700101", "11111111", "00010101", "99991231"})
"""What programs and people write where no date is known."""

_DIGITS = re.compile(r"\d+")


def read_born(value: date | str | None) -> str | None:
    """Year, month and day as eight digits; a date that cannot be is kept, for slips are evidence too."""
    born = _read(value) if value else None
    return None if born in _NOBODYS else born


def _read(value: date | str) -> str | None:
    if isinstance(value, date):
        return value.strftime("%Y%m%d") if value.year > 999 else None
    parts = _DIGITS.findall(value[:40])
    if len(parts) == 1 and len(parts[0]) == 8:
        return parts[0]
    if len(parts) < 3:
        return None
    year, month, day = parts[:3] if len(parts[0]) == 4 else (parts[2], parts[1], parts[0])
    return f"{year:0>4}{month:0>2}{day:0>2}"[:8]
