"""Opening hours as people write them."""

from datetime import time

import pytest

from shopkeeper.organization.contracts import WorkingBlock
from shopkeeper.organization.errors import UnreadableHours
from shopkeeper.organization.rules.hours import read_hours, write_hours


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        ("09:00 - 18:30", [(time(9), time(18, 30))]),
        ("9-13, 14 to 18", [(time(9), time(13)), (time(14), time(18))]),
        ("9.30 – 24:00", [(time(9, 30), time(0))]),
        (" ", []),
    ],
)
def test_hours_are_read_as_people_write_them(line: str, spans: list[tuple[time, time]]) -> None:
    assert read_hours({2: line}) == tuple(WorkingBlock(2, *span) for span in spans)


def test_hours_are_written_as_they_are_read() -> None:
    blocks = read_hours({5: "14-18, 9-13", 6: ""})
    assert (write_hours(blocks, 5), write_hours(blocks, 6)) == ("09:00 – 13:00, 14:00 – 18:00", "")
    assert read_hours({5: write_hours(blocks, 5)}) == blocks[::-1]


@pytest.mark.parametrize("line", ["all day", "9", "25:00 - 26:00", "9-18 9-20", "09:70-10:00", "9-18,"])
def test_what_says_no_hours_is_refused(line: str) -> None:
    with pytest.raises(UnreadableHours):
        read_hours({0: line})
