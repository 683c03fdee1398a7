"""Who is who among arriving rows by the model in force: forms, keys, weights and groups are those of the batch."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shopkeeper.core.intake import Staged
from shopkeeper.core.statements import as_array
from shopkeeper.customers.actions.at_hand import AtHand
from shopkeeper.customers.actions.candidates import (
    Void,
    fetch_forms,
    find_at_hand,
    find_stored,
    kinds_by,
    list_void,
    without_void,
)
from shopkeeper.customers.actions.comparing import (
    Ahead,
    Changed,
    Own,
    Scales,
    compare,
    compare_again,
    compare_ahead,
    sign,
)
from shopkeeper.customers.actions.concluding import (
    Around,
    Doubt,
    Sheet,
    Standing,
    Weighed,
    conclude,
    forget_kinds,
)
from shopkeeper.customers.actions.filing import standardize_rows
from shopkeeper.customers.actions.meanwhile import Scribe, Work
from shopkeeper.customers.actions.resolution import Verdict, list_evidence, rank
from shopkeeper.customers.contracts import MatchKind
from shopkeeper.customers.models import SharedValue
from shopkeeper.customers.queries.matching import list_apart
from shopkeeper.customers.rules.clusters import Evidence
from shopkeeper.customers.rules.matching.forms import SAID, Form, list_keys, read_form
from shopkeeper.customers.sql import read

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.signatures import Shelf

_ARRIVING = f"SELECT line, {', '.join(SAID)} FROM customers_arriving ORDER BY line"  # noqa: S608  constants
_STAGED = """
SELECT s.line, {said} FROM {table} AS s
WHERE s.line >= %(first)s AND s.line < %(last)s AND s.refusal IS NULL ORDER BY s.line
"""
_KNOWN = "SELECT line, record_id, owner_id FROM customers_arriving ORDER BY line"

_OWNERS = """
SELECT l.record_id, coalesce(c.merged_into_id, c.id) FROM customers_link AS l
JOIN customers_customer AS c ON c.id = l.customer_id WHERE l.record_id = ANY(%(records)s::uuid[]) AND l.ends_at IS NULL
"""

_OF_OWNERS = """
SELECT f.record_id, coalesce(c.merged_into_id, c.id), f.form FROM customers_customer AS c
JOIN customers_link AS l ON l.customer_id = c.id AND l.ends_at IS NULL
JOIN customers_standardform AS f ON f.record_id = l.record_id
WHERE c.id = ANY(%(owners)s::uuid[]) OR c.merged_into_id = ANY(%(owners)s::uuid[])
"""

_VOID_LINES = """
SELECT k.line, k.kind FROM customers_arriving_key AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
"""

Rows = Sequence[tuple[Any, ...]]
"""Line, and what it says."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Rows in standard form, with their keys and signatures, by line."""

    forms: dict[int, Form]
    keys: dict[int, list[int]]
    signed: "Shelf"


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says of the arriving rows, once it has standardized and looked through their values."""

    lines: Rows
    """Line, record and customer of each."""
    void_lines: Void[int]
    void: Void[UUID]
    """Of stored records, by values that were noticed with these rows."""
    told: list[Evidence]

    def is_no_news(self, ahead: Ahead) -> bool:
        """Whether the rows are those that were weighed ahead: each a new record, of which every value counts."""
        is_new = len(self.lines) == ahead.lines and not any(owner for _, _, owner in self.lines)
        return is_new and not self.void_lines and not self.void

    def make_sheet(self, draft: Draft) -> Sheet:
        """The arriving rows among those of the draft."""
        return Sheet(
            forms={line: draft.forms[line] for line, _, _ in self.lines},
            keys={line: draft.keys[line] for line, _, _ in self.lines},
            records={line: record for line, record, _ in self.lines},
            owners={line: owner for line, _, owner in self.lines},
        )


def read_arriving() -> Rows:
    """What the rows of `customers_arriving` say."""
    return read(_ARRIVING)


def read_staged(staged: Staged) -> Rows:
    """The same of rows that are not gathered yet."""
    said = ", ".join(f"s.{name}" if name == "born_on" else f"coalesce(btrim(s.{name}), '')" for name in SAID)
    facts = {"first": staged.first, "last": staged.last}
    return read(_STAGED.format(said=said, table=staged.table), facts)


def draft(rows: Rows) -> Draft:
    """Put these rows into standard form."""
    forms = dict(standardize_rows(rows))
    return Draft(forms, {line: list(list_keys(form).values()) for line, form in forms.items()}, sign(forms))


def read_known(*, noticed_at: datetime | None) -> Known:
    """What is known of `customers_arriving`, at whose values it was noticed that some count for nobody, if any did."""
    lines = read(_KNOWN)
    told = list_evidence({line: owner for line, _, owner in lines}, [MatchKind.PERSON_KEY])
    void_lines = kinds_by(read(_VOID_LINES)) if SharedValue.objects.exists() else {}
    return Known(lines, void_lines, list_void(noticed_at=noticed_at) if noticed_at else {}, told)


@dataclass(frozen=True, slots=True)
class Resolver:
    """What decides who is who in an import: what weighs pairs, and a hand in the database."""

    scales: Scales
    scribe: Scribe

    @property
    def at_hand(self) -> AtHand:
        """What this import has filed or asked for so far."""
        return self.scales.at_hand

    def look_ahead(self, ahead: Draft) -> Ahead | None:
        """Weigh rows of which the database does not know yet, where all that they may meet is at hand."""
        if not self.at_hand.is_all:
            return None
        return compare_ahead(self.scales, Own(ahead.forms, ahead.signed), ahead.keys)

    def resolve(
        self, sheet: Sheet, signed: "Shelf", known: Known, waiting: Work[None], ahead: Ahead | None
    ) -> tuple[Verdict, list[Doubt]]:
        """Decide for every arriving line: sure pairs are one, pairs in doubt are named, all others are strangers.

        What waits is handed to the scribe as soon as the database is not asked for stored records any more.
        """
        self.at_hand.forget_values(known.void)
        own, keys = _without_void(sheet, signed, known.void_lines)
        if self.at_hand.is_all:
            self.scribe.hand(waiting)
            weighed = self._weigh_at_hand(sheet, known, own, keys, ahead)
        else:
            picked = self.scales.pick(own, *self.scribe.ask(partial(find_stored, sheet, keys, self.at_hand)))
            self.scribe.ask(partial(fetch_forms, [place for _, place in picked.far], self.at_hand))
            self.scribe.hand(waiting)
            weighed = list(self.scales.weigh(own, picked))
        return self._conclude(sheet, known, own, weighed)

    def _weigh_at_hand(
        self, sheet: Sheet, known: Known, own: Own, keys: dict[int, list[int]], ahead: Ahead | None
    ) -> list[Weighed]:
        if ahead and known.is_no_news(ahead):
            return ahead.weighed
        found = find_at_hand(sheet, keys, self.at_hand)
        if not ahead:
            return list(compare(self.scales, own, *found))
        changed = Changed(known.void_lines.keys(), self.at_hand.list_places(known.void))
        return list(compare_again(self.scales, own, found, ahead, changed))

    def _conclude(self, sheet: Sheet, known: Known, own: Own, weighed: list[Weighed]) -> tuple[Verdict, list[Doubt]]:
        at_hand = self.at_hand
        records = {node for edge in weighed for node in edge[:2] if isinstance(node, UUID)}
        people = {node for item in known.told for node in (item.left, item.right) if isinstance(node, UUID)}
        people |= {owner for owner in sheet.owners.values() if owner}
        around = at_hand.look_around(records, people) or self.scribe.ask(partial(_look_around, records, people))
        there = [edge for edge in weighed if edge[1] not in records or edge[1] in around.standing.forms]  # or erased
        verdict, doubts = conclude(self.scales.online, sheet, own.forms, there, known.told, around)
        verdict.name_newcomers()
        at_hand.file(sheet, own.forms, own.signed)
        at_hand.settle(sheet, verdict)
        return verdict, doubts


def _look_around(records: Collection[UUID], owners: Iterable[UUID]) -> Around:
    """The customers of these stored records, and these, as the database knows them."""
    people = {owner for _, owner in read(_OWNERS, {"records": as_array(records)})} if records else set()
    people |= set(owners)
    if not people:
        return Around(Standing(), [], {})
    return Around(_stand(read(_OF_OWNERS, {"owners": as_array(people)})), list_apart(), rank(people))


def _stand(rows: Sequence[tuple[UUID, UUID, str]]) -> Standing:
    """Stored records of which the rows give id, owner and form."""
    forms = without_void({record: read_form(written) for record, _, written in rows})
    return Standing(forms, {record: owner for record, owner, _ in rows})


def _without_void(sheet: Sheet, signed: "Shelf", void: Void[int]) -> tuple[Own, dict[int, list[int]]]:
    """What the lines say, and their keys, without values that count for nobody."""
    cleaned = {line: forget_kinds(sheet.forms[line], kinds) for line, kinds in void.items() if line in sheet.forms}
    keys = {line: list(list_keys(form).values()) for line, form in cleaned.items()}
    forms = sheet.forms | cleaned
    return Own(forms, sign(forms) if cleaned else signed), sheet.keys | keys
