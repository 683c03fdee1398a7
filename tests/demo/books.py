"""Counts in the demo's files, as somebody who only has the files would: independent of how they were made."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")
Row = dict[str, str]


class Books:
    """The files of one retailer, read when they are asked for."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder, self.today = folder, today

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table."""
        with (self.folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)

    def day(self, instant: str) -> int:
        """The local day of an instant or a date, as an offset from the day of loading."""
        on = date.fromisoformat(instant) if len(instant) == 10 else self.local(instant).date()
        return (on - self.today).days

    def local(self, instant: str) -> datetime:
        """The local time of an instant."""
        return datetime.fromisoformat(instant).astimezone(ZONE)

    def is_between(self, instant: str, since: int, until: int = 0) -> bool:
        """Whether an instant lies on a day from `since` until before `until`."""
        return since <= self.day(instant) < until

    @cached_property
    def parcels(self) -> list[Row]:
        """Deliveries, each with `day` (promised) and `is_late`."""
        found = []
        for row in self.rows("deliveries"):
            came = row["delivered_at"]
            late = not came or self.local(came).date() > date.fromisoformat(row["promised_on"])
            found.append({**row, "is_late": "yes" if late else ""})
        return found

    @cached_property
    def reached(self) -> dict[str, dict[str, Row]]:
        """Session to step to its row."""
        sessions: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in self.rows("shop_steps"):
            sessions[row["session_key"]][row["step"]] = row
        return sessions

    @cached_property
    def records(self) -> list[Row]:
        """Customers' records."""
        return list(self.rows("customers"))

    def repeats(self, since: int, until: int = 0) -> tuple[int, int]:
        """(contacts, of which the same person had been in touch in the seven days before)."""
        person_of = {record["source_key"]: _person(record) for record in self.records}
        last: dict[str, datetime] = {}
        contacts = repeats = 0
        for row in sorted(self.rows("interactions"), key=lambda row: row["occurred_at"]):
            at, person = self.local(row["occurred_at"]), person_of[row["customer_key"]]
            if self.is_between(row["occurred_at"], since, until):
                contacts += 1
                repeats += person in last and at - last[person] <= timedelta(days=7)
            last[person] = at
        return contacts, repeats


def _person(record: Row) -> str:
    # Keys of one person end in the same number, in every source.
    return record["source_key"].split("-")[1].rstrip("B")
