"""Who is who among arriving rows by the model in force: forms, keys, weights and groups are those of the batch."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from shopkeeper.core.intake import Staged
from shopkeeper.core.statements import as_array
from shopkeeper.customers.actions.at_hand import AtHand, Far, Near
from shopkeeper.customers.actions.candidates import (
    Void,
    find_at_hand,
    find_stored,
    kinds_by,
    list_void,
    without_void,
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
from shopkeeper.customers.queries.matching import OnlineModel, list_apart
from shopkeeper.customers.rules.clusters import Evidence
from shopkeeper.customers.rules.matching.configuration import IN_DOUBT
from shopkeeper.customers.rules.matching.forms import SAID, Form, list_keys, read_form
from shopkeeper.customers.sql import read
from shopkeeper.engines.linkage import bits_of

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
    """Rows in standard form, with their keys, by line."""

    forms: dict[int, Form]
    keys: dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says of the arriving rows, once it has standardized and looked through their values."""

    lines: Rows
    """Line, record and customer of each."""
    void_lines: Void[int]
    void: Void[UUID]
    """Of stored records, by values that were noticed with these rows."""
    told: list[Evidence]

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
    return Draft(forms, {line: list(list_keys(form).values()) for line, form in forms.items()})


def read_known(*, noticed_at: datetime | None) -> Known:
    """What is known of `customers_arriving`, at whose values it was noticed that some count for nobody, if any did."""
    lines = read(_KNOWN)
    told = list_evidence({line: owner for line, _, owner in lines}, [MatchKind.PERSON_KEY])
    void_lines = kinds_by(read(_VOID_LINES)) if SharedValue.objects.exists() else {}
    return Known(lines, void_lines, list_void(noticed_at=noticed_at) if noticed_at else {}, told)


def resolve_by(
    online: OnlineModel, sheet: Sheet, known: Known, scribe: Scribe, waiting: Work[None], at_hand: AtHand
) -> tuple[Verdict, list[Doubt]]:
    """Decide for every arriving line: sure pairs are one, pairs in doubt are named, all others are strangers.

    What waits is handed to the scribe as soon as the database is not asked for stored records any more.
    """
    at_hand.forget_values(known.void)
    own, keys = _without_void(sheet, known.void_lines)
    if at_hand.is_all:
        scribe.hand(waiting)
        near, far = find_at_hand(sheet, keys, at_hand)
    else:
        near, far = scribe.ask(partial(find_stored, sheet, keys, at_hand))
        scribe.hand(waiting)
    weighed = list(_weigh(online, own, near, far, at_hand))
    records = {node for edge in weighed for node in edge[:2] if isinstance(node, UUID)}
    people = {node for item in known.told for node in (item.left, item.right) if isinstance(node, UUID)}
    people |= {owner for owner in sheet.owners.values() if owner}
    around = at_hand.look_around(records, people) or scribe.ask(partial(_look_around, records, people))
    there = [edge for edge in weighed if edge[1] not in records or edge[1] in around.standing.forms]  # or erased by now
    verdict, doubts = conclude(online, sheet, own, there, known.told, around)
    verdict.name_newcomers()
    at_hand.file(sheet, own)
    at_hand.settle(sheet, verdict)
    return verdict, doubts


def _look_around(records: Collection[UUID], owners: Iterable[UUID]) -> Around:
    """The customers of these stored records, and these, as the database knows them."""
    people = {owner for _, owner in read(_OWNERS, {"records": as_array(records)})} if records else set()
    people |= set(owners)
    if not people:
        return Around(Standing(), [], {})
    return Around(_stand(read(_OF_OWNERS, {"owners": as_array(people)})), list_apart(), rank(people))


def _weigh(online: OnlineModel, own: dict[int, Form], near: Near, far: Far, at_hand: AtHand) -> Iterator[Weighed]:
    weigh, least, forms = online.scorer.weigh_if, bits_of(IN_DOUBT), at_hand.forms
    for one, others in near.items():
        for other in others:
            bits = weigh(own[one], own[other], at_least=least)
            if bits is not None:
                yield one, other, bits
    for line, places in far.items():
        for place in places & forms.keys():  # one that was erased meanwhile has none
            bits = weigh(own[line], forms[place], at_least=least)
            if bits is not None:
                yield line, at_hand.record_at(place), bits


def _stand(rows: Sequence[tuple[UUID, UUID, str]]) -> Standing:
    """Stored records of which the rows give id, owner and form."""
    forms = without_void({record: read_form(written) for record, _, written in rows})
    return Standing(forms, {record: owner for record, owner, _ in rows})


def _without_void(sheet: Sheet, void: Void[int]) -> tuple[dict[int, Form], dict[int, list[int]]]:
    """Forms and keys of the lines without values that count for nobody."""
    cleaned = {line: forget_kinds(sheet.forms[line], kinds) for line, kinds in void.items() if line in sheet.forms}
    keys = {line: list(list_keys(form).values()) for line, form in cleaned.items()}
    return sheet.forms | cleaned, sheet.keys | keys
