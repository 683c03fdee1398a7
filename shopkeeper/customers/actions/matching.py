"""Who is who among arriving rows by the model in force: forms, keys, weights and groups are those of the batch."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from shopkeeper.core.intake import Staged
from shopkeeper.customers.actions.at_hand import AtHand
from shopkeeper.customers.actions.candidates import (
    Candidates,
    find_at_hand,
    find_stored,
    kinds_by,
    list_void,
    without_void,
)
from shopkeeper.customers.actions.concluding import (
    Around,
    Doubt,
    Node,
    Sheet,
    Standing,
    Weighed,
    conclude,
    forget_kinds,
)
from shopkeeper.customers.actions.filing import standardize_rows
from shopkeeper.customers.actions.gathering import read
from shopkeeper.customers.actions.meanwhile import Work, meanwhile
from shopkeeper.customers.actions.planned import listed
from shopkeeper.customers.actions.resolution import Verdict, list_evidence, rank
from shopkeeper.customers.contracts import MatchKind
from shopkeeper.customers.models import SharedValue
from shopkeeper.customers.queries.matching import OnlineModel, list_apart
from shopkeeper.customers.rules.clusters import Evidence
from shopkeeper.customers.rules.matching.configuration import IN_DOUBT
from shopkeeper.customers.rules.matching.forms import SAID, Form, list_keys, read_form
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


def read_arriving() -> Rows:
    """What the rows of `customers_arriving` say."""
    return read(_ARRIVING)


def read_staged(staged: Staged) -> Rows:
    """The same of rows that are not gathered yet."""
    said = ", ".join(f"s.{name}" if name == "born_on" else f"coalesce(btrim(s.{name}), '')" for name in SAID)
    facts = {"first": staged.first, "last": staged.last}
    return read(_STAGED.format(said=said, table=staged.table), facts)


def make_sheet(rows: Rows, work: Iterable[Work]) -> Sheet:
    """The rows of `customers_arriving` among these; by the work that is done meanwhile, their records get their ids."""
    with meanwhile(work):
        forms = dict(standardize_rows(rows))
        keys = {line: list(list_keys(form).values()) for line, form in forms.items()}
    known = read(_KNOWN)
    return Sheet(
        forms={line: forms[line] for line, _, _ in known},
        keys={line: keys[line] for line, _, _ in known},
        records={line: record for line, record, _ in known},
        owners={line: owner for line, _, owner in known},
    )


def resolve_by(
    online: OnlineModel, sheet: Sheet, filing: Work, waiting: Iterable[Work], at_hand: AtHand | None
) -> tuple[Verdict, list[Doubt]]:
    """Decide for every arriving line: sure pairs are one, pairs in doubt are named, all others are strangers.

    Their forms are filed and what waits is written meanwhile; where the database is asked for stored forms, after that.
    """
    own, keys = _without_void(sheet)
    writing = [*waiting, filing]
    if at_hand:
        void = list_void()
        with meanwhile(writing):
            weighed = list(_weigh(online, own, find_at_hand(sheet, keys, at_hand, void)))
            at_hand.file(sheet)
    else:
        candidates = find_stored(sheet, keys)
        with meanwhile(writing):
            weighed = list(_weigh(online, own, candidates))
    told = list_evidence(sheet.owners, [MatchKind.PERSON_KEY])
    around = _look_around({node for edge in weighed for node in edge[:2]}, told, sheet)
    return conclude(online, sheet, own, weighed, told, around)


def _look_around(nodes: set[Node], told: Iterable[Evidence], sheet: Sheet) -> Around:
    """The customers of these stored records, those that a source names, and those that the lines have already."""
    records = [node for node in nodes if isinstance(node, UUID)]
    people = {owner for _, owner in read(_OWNERS, {"records": listed(records)})} if records else set()
    people |= {node for item in told for node in (item.left, item.right) if isinstance(node, UUID)}
    people |= {owner for owner in sheet.owners.values() if owner}
    if not people:
        return Around(people, Standing(), [], {})
    return Around(people, _stand(read(_OF_OWNERS, {"owners": listed(people)})), list_apart(), rank(people))


def _weigh(online: OnlineModel, own: dict[int, Form], candidates: Candidates) -> Iterator[Weighed]:
    weigh, least = online.scorer.weigh_if, bits_of(IN_DOUBT)
    for one, other in candidates.near:
        bits = weigh(own[one], own[other], at_least=least)
        if bits is not None:
            yield one, other, bits
    for line, record in candidates.far:
        bits = weigh(own[line], candidates.forms[record], at_least=least)
        if bits is not None:
            yield line, record, bits


def _stand(rows: Sequence[tuple[UUID, UUID, str]]) -> Standing:
    """Stored records of which the rows give id, owner and form."""
    forms = without_void({record: read_form(written) for record, _, written in rows})
    return Standing(forms, {record: owner for record, owner, _ in rows})


def _without_void(sheet: Sheet) -> tuple[dict[int, Form], dict[int, list[int]]]:
    """Forms and keys of the lines without values that count for nobody."""
    void = kinds_by(read(_VOID_LINES)) if SharedValue.objects.exists() else {}
    cleaned = {line: forget_kinds(sheet.forms[line], kinds) for line, kinds in void.items() if line in sheet.forms}
    keys = {line: list(list_keys(form).values()) for line, form in cleaned.items()}
    return sheet.forms | cleaned, sheet.keys | keys
