"""A file of records some thousands at a time: the database writes one turn while Python looks at the next."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import Staged
from shopkeeper.customers.actions import filing, gathering, matching, profiles, recording, resolution
from shopkeeper.customers.actions.analyzing import analyze_after
from shopkeeper.customers.actions.at_hand import start_at_hand
from shopkeeper.customers.actions.concluding import Doubt, Sheet
from shopkeeper.customers.actions.meanwhile import Work, carry_out
from shopkeeper.customers.actions.merging import join_customers
from shopkeeper.customers.actions.noticing import notice_arriving_values
from shopkeeper.customers.actions.resolution import Merger, Verdict
from shopkeeper.customers.actions.single.taking import propose_doubts
from shopkeeper.customers.queries.matching import find_online_model, has_model_in_force
from shopkeeper.organization import public as organization

_COUNT_TAKEN = "SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh) FROM customers_arriving"


class Turns:
    """The turns of one transaction; what waits of the last one is written by `finish`."""

    def __init__(self, *, by: Actor, now: datetime) -> None:
        self.created = self.updated = 0
        self.mergers: list[Merger] = []
        """Who was merged by the last turn."""
        self._by, self._now = by, now
        self._online = find_online_model()
        self._at_hand = start_at_hand() if self._online else None
        self._has_model = has_model_in_force()
        self._waiting: list[Work] = []
        self._sheet: Sheet | None = None

    def take(self, staged: Staged, *, following: Staged | None) -> None:
        """Resolve and write these rows, which are gathered already where the turn before looked ahead."""
        sheet, self._sheet = self._sheet or self._read(staged), None
        verdict, doubts = self._decide(sheet)
        self.mergers = verdict.mergers
        self._waiting = [partial(profiles.refresh_noted, now=self._now)]
        writing = partial(self._write, verdict, doubts)
        if following and self._at_hand:  # all of it is new, so no row is put into standard form in vain
            rows = matching.read_staged(following)
            self._sheet = matching.make_sheet(rows, [writing, partial(gathering.gather, following), *self._preparing()])
        else:
            writing()

    def finish(self) -> None:
        """Write what waits."""
        carry_out(self._waiting)

    def _read(self, staged: Staged) -> Sheet | None:
        gathering.gather(staged)
        if self._has_model:
            return matching.make_sheet(matching.read_arriving(), self._preparing())
        carry_out(self._preparing())
        return None

    def _preparing(self) -> list[Work]:
        return [
            partial(gathering.standardize, home_country=organization.get_retailer().country),
            partial(notice_arriving_values, now=self._now),
        ]

    def _decide(self, sheet: Sheet | None) -> tuple[Verdict, list[Doubt]]:
        if sheet and self._online:
            return matching.resolve_by(self._online, sheet, partial(_file, sheet), self._waiting, self._at_hand)
        carry_out([*self._waiting, *([partial(_file, sheet)] if sheet else [])])
        return resolution.resolve(), []

    def _write(self, verdict: Verdict, doubts: list[Doubt]) -> None:
        by, now = self._by, self._now
        recording.write_records(verdict, by=by, now=now)
        analyze_after(sum(len(lines) for lines in verdict.groups))
        join_customers([(one, other, reason.value) for one, other, reason in verdict.mergers], by=by, now=now)
        profiles.note_arrivals()
        if self._online:
            propose_doubts(doubts, self._online.version, by=by, now=now)
        [(fresh, others)] = gathering.read(_COUNT_TAKEN)
        self.created, self.updated = self.created + fresh, self.updated + others


@contextmanager
def left_alone() -> Iterator[None]:
    """Without a search for circles of objects: a file's records hang in none, and a search takes a tenth of it all."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _file(sheet: Sheet) -> None:
    filing.take_out([record for line, record in sheet.records.items() if sheet.owners[line]])
    filing.file_forms((sheet.records[line], form, sheet.keys[line]) for line, form in sheet.forms.items())
