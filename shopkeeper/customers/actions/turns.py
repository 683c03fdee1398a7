"""A file of records some thousands at a time: the database writes one turn while Python looks at the next."""

import gc
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import Staged
from shopkeeper.customers.actions import filing, gathering, locking, matching, profiles, recording, resolution
from shopkeeper.customers.actions.analyzing import analyze_after
from shopkeeper.customers.actions.at_hand import start_at_hand
from shopkeeper.customers.actions.comparing import Ahead, start_scales
from shopkeeper.customers.actions.concluding import Doubt, Sheet
from shopkeeper.customers.actions.joining import join_arrivals
from shopkeeper.customers.actions.meanwhile import Scribe
from shopkeeper.customers.actions.merging import join_customers
from shopkeeper.customers.actions.noticing import notice_arriving_values
from shopkeeper.customers.actions.refusing import refuse_erased
from shopkeeper.customers.actions.resolution import Merger, Verdict
from shopkeeper.customers.actions.rule_keys import Digests, file_arrivals
from shopkeeper.customers.actions.single.taking import propose_doubts
from shopkeeper.customers.queries.matching import find_online_model, has_model_in_force
from shopkeeper.customers.queries.matching_rules import list_kept_rules
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.customers.sql import read
from shopkeeper.organization import public as organization

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.signatures import Shelf

_COUNT_TAKEN = "SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh) FROM customers_arriving"


class Turns:
    """The turns of one transaction; what waits of the last one is written by `finish`."""

    def __init__(self, scribe: Scribe, *, may_stop: bool, by: Actor, now: datetime) -> None:
        self.created = self.updated = 0
        self.mergers: list[Merger] = []
        """Who was merged by the last turn."""
        self.stopped_at: int | None = None
        """The first line that was not looked at, because somebody waits who need not wait for all of them."""
        self._by, self._now, self._scribe = by, now, scribe
        self._home = organization.get_retailer().country
        self._at_hand = start_at_hand()
        self._online = find_online_model()
        self._resolver = matching.Resolver(start_scales(self._online, self._at_hand), scribe) if self._online else None
        self._has_model = has_model_in_force()
        self._rules = list_kept_rules()
        self._said: Digests = {}
        self.joined_by_rule: list[Merger] = []
        """Who was merged at the end, by rules of the retailer's own."""
        self._may_stop = may_stop
        self._has_noted = self._has_written = self._gives_way = False
        self._next: _Next | None = None

    def take(self, staged: Staged, *, following: Staged | None) -> None:
        """Resolve and write these rows, which are drafted already where the turn before looked ahead."""
        ahead, self._next = self._next or self._look_at(staged), None
        known = ahead.known.result()
        if known is None:
            self.stopped_at, self.mergers = staged.first, []
            return
        is_new = self._at_hand.is_all  # so no row is put into standard form in vain
        rows = self._scribe.hand(partial(self._read_staged, following)) if following and is_new else None
        verdict, doubts = self._decide(known, ahead)
        self.mergers = verdict.mergers
        self._scribe.hand(partial(self._write, verdict, doubts))
        if self._rules:
            forms = {record: ahead.draft.forms[line] for line, record, _ in known.lines}
            self._scribe.hand(partial(self._file_for_rules, forms))
        if following and rows:
            self._next = self._look_ahead(following, rows)

    def finish(self) -> None:
        """Write what waits, and join whom rules of the retailer's own join."""
        self._scribe.hand(self._refresh)
        if self._rules:
            self._scribe.hand(self._join_by_rules)

    def _look_ahead(self, staged: Staged, rows: "Future[matching.Rows]") -> "_Next":
        """Weigh the next rows while what is decided of these is written, and with it all that nobody waits for."""
        self._scribe.hand(partial(self._gather, staged))
        known = self._scribe.hand(self._prepare)
        self._scribe.hand(self._refresh)
        draft = matching.draft(rows.result())
        return _Next(draft, known, self._resolver.look_ahead(draft) if self._resolver else None)

    def _read_staged(self, staged: Staged) -> matching.Rows:
        refuse_erased(staged, now=self._now)
        return matching.read_staged(staged)

    def _look_at(self, staged: Staged) -> "_Next":
        self._scribe.hand(partial(refuse_erased, staged, now=self._now))
        self._scribe.hand(partial(self._gather, staged))
        rows = self._scribe.ask(self._read_arriving)
        known = self._scribe.hand(self._prepare)
        return _Next(matching.draft(rows), known)

    def _gather(self, staged: Staged) -> None:
        """Look at these rows, unless somebody waits: what was written so far can be committed first."""
        self._gives_way = self._may_stop and self._has_written and locking.is_awaited()
        if not self._gives_way:
            gathering.gather(staged)

    def _read_arriving(self) -> matching.Rows:
        wanted = self._has_model or self._rules
        return matching.read_arriving() if wanted and not self._gives_way else []

    def _prepare(self) -> matching.Known | None:
        if self._gives_way:
            return None
        gathering.standardize(home_country=self._home)
        noticed = notice_arriving_values(now=self._now)
        return matching.read_known(noticed_at=self._now if noticed else None)

    def _decide(self, known: matching.Known, ahead: "_Next") -> tuple[Verdict, list[Doubt]]:
        sheet = known.make_sheet(ahead.draft) if self._has_model else None
        signed = ahead.draft.signed
        waiting = partial(self._catch_up, sheet, signed)
        if sheet and self._resolver:
            return self._resolver.resolve(sheet, signed, known, waiting, ahead.ahead)
        self._scribe.hand(waiting)
        verdict = self._scribe.ask(resolution.resolve)
        verdict.name_newcomers()
        return verdict, []

    def _catch_up(self, sheet: Sheet | None, signed: "Shelf") -> None:
        """Write what can wait until the lines are looked at: the profiles of the turn before, and forms."""
        self._refresh()
        if sheet:
            _file(sheet, signed)

    def _file_for_rules(self, forms: Mapping[UUID, Form]) -> None:
        for rule, digests in file_arrivals(self._rules, forms).items():
            self._said.setdefault(rule, set()).update(digests)

    def _join_by_rules(self) -> None:
        self.joined_by_rule = join_arrivals(self._said, by=self._by, now=self._now)

    def _refresh(self) -> None:
        if self._has_noted:
            profiles.refresh_noted(now=self._now)
            self._has_noted = False

    def _write(self, verdict: Verdict, doubts: list[Doubt]) -> None:
        by, now = self._by, self._now
        recording.write_records(verdict, by=by, now=now)
        analyze_after(sum(len(lines) for lines in verdict.groups))
        join_customers([(one, other, reason.value) for one, other, reason in verdict.mergers], by=by, now=now)
        profiles.note_arrivals()
        self._has_noted = self._has_written = True
        if self._online:
            propose_doubts(doubts, self._online.version, by=by, now=now)
        [(fresh, others)] = read(_COUNT_TAKEN)
        self.created, self.updated = self.created + fresh, self.updated + others


@dataclass(frozen=True, slots=True)
class _Next:
    """Rows in standard form, what the database will know of them, and what they weighed before it did."""

    draft: matching.Draft
    known: Future[matching.Known | None]
    """None where somebody waits for what was written before."""
    ahead: Ahead | None = None


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


def _file(sheet: Sheet, signed: "Shelf") -> None:
    filing.take_out([record for line, record in sheet.records.items() if sheet.owners[line]])
    filed = [(sheet.records[line], form, sheet.keys[line]) for line, form in sheet.forms.items()]
    filing.file_forms(filed, signed.rows[signed.find(sheet.forms)])
