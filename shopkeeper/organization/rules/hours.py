"""Opening hours as people write them: `09:00 - 13:00, 14:00 - 18:30`; an empty line is a day on which it is closed."""

import re
from collections.abc import Mapping
from datetime import time

from shopkeeper.organization.contracts import WorkingBlock
from shopkeeper.organization.errors import UnreadableHours

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.](\d{2}))?")


def read_hours(lines: Mapping[int, str]) -> tuple[WorkingBlock, ...]:
    """Blocks of working time out of one line for each weekday (0 is Monday).

    :raises UnreadableHours: when a line says no times of day
    """
    return tuple(
        WorkingBlock(weekday, *_read(span.strip()))
        for weekday, line in sorted(lines.items())
        for span in re.split(r"[,;]", line)
        if line.strip()
    )


def write_hours(blocks: tuple[WorkingBlock, ...], weekday: int) -> str:
    """The hours of a weekday as `read_hours` reads them; empty where it is closed."""
    here = sorted((block.opens_at, block.closes_at) for block in blocks if block.weekday == weekday)
    return ", ".join(f"{opens_at:%H:%M} – {closes_at:%H:%M}" for opens_at, closes_at in here)


def _read(span: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(span)
    if found is None:
        raise UnreadableHours(typed=span[:40])
    from_hour, from_minute, to_hour, to_minute = (int(part or 0) for part in found.groups())
    try:
        return time(from_hour, from_minute), time(0 if (to_hour, to_minute) == (24, 0) else to_hour, to_minute)
    except ValueError:
        raise UnreadableHours(typed=span[:40]) from None
