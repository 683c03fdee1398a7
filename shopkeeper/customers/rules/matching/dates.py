"""Dates of birth in standard form: eight digits, year first, whatever was written."""

import re
from datetime import date

_DIGITS = re.compile(r"\d+")


def read_born(value: date | str | None) -> str | None:
    """Year, month and day as eight digits; a date that cannot be is kept, for slips are evidence too."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.strftime("%Y%m%d") if value.year > 999 else None
    parts = _DIGITS.findall(value[:40])
    if len(parts) == 1 and len(parts[0]) == 8:
        return parts[0]
    if len(parts) < 3:
        return None
    year, month, day = parts[:3] if len(parts[0]) == 4 else (parts[2], parts[1], parts[0])
    return f"{year:0>4}{month:0>2}{day:0>2}"[:8]
