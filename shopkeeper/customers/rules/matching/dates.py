"""Dates of birth in standard form: eight digits, year first, whatever was written."""

import re
from datetime import date

_NOBODYS = frozenset({"19000101", "19700101", "11111111", "00010101", "99991231"})
"""What programs and people write where no date is known."""

_LAST_OF_NOBODY = 999
_WHOLE, _DAY = 8, 2
"""So many digits have a whole date and a day: what begins with more than a day begins with the year."""

_DIGITS = re.compile(r"\d+")


def read_born(value: date | str | None) -> str | None:
    """Year, month and day as eight digits; a date that cannot be is kept, for slips are evidence too."""
    born = _read(value) if value else None
    return None if born in _NOBODYS else born


def find_year(born: str | None) -> str | None:
    """The year of a date in standard form, where there was such a day: what cannot be was written down wrongly."""
    if born is None:
        return None
    try:
        known = date(int(born[:4]), int(born[4:6]), int(born[6:8]))
    except ValueError:
        return None
    return born[:4] if known.year > _LAST_OF_NOBODY else None


def _read(value: date | str) -> str | None:
    if isinstance(value, date):
        return value.strftime("%Y%m%d") if value.year > _LAST_OF_NOBODY else None
    parts = _DIGITS.findall(value[:40])
    if not parts:
        return None
    if len(parts) < 3:
        digits = "".join(parts)
        return digits if len(digits) == _WHOLE and len(parts[0]) > _DAY else None
    year, month, day = parts[:3] if len(parts[0]) > _DAY else (parts[2], parts[1], parts[0])
    return f"{year:0>4.4}{month:0>2.2}{day:0>2.2}"  # a digit too many or too few leaves the other parts as they are
