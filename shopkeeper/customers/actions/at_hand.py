"""What one import has filed or asked for so far, at hand: the database is asked for nothing twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from shopkeeper.core.statements import Ids
from shopkeeper.customers.actions.concluding import Around, Sheet, Standing, forget_kinds
from shopkeeper.customers.actions.resolution import Verdict
from shopkeeper.customers.models import BlockingKey
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.customers.rules.matching.signing import get_signature
from shopkeeper.engines.linkage import MOST_IN_A_KEY, open_shelf

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.signatures import Shelf

Keys = Mapping[int, Iterable[int]]
"""Line -> its keys."""
Near = Mapping[int, set[int]]
"""Line -> later lines."""
Far = Mapping[int, set[int]]
"""Line -> places of records that were filed before."""

_ID = 16
"""Bytes of the id of a record."""
_MOST_FORMS, _MOST_SIGNED = 50_000, 300_000
"""Forms of stored records that are kept, at two kilobytes each, and signatures, at a third of one: beyond that they are
fetched again where needed."""


class AtHand:
    """The records that this transaction has filed, under their keys, with their forms and whose they are.

    Of what was filed before, only what lines shared keys with is here. It stands for the database as long as nobody
    else resolves anything. A form is kept without the values that count for nobody.
    """

    def __init__(self, *, is_all: bool) -> None:
        """`is_all`: nothing was filed before, so nothing has to be fetched."""
        self.is_all = is_all
        self.forms: dict[int, Form] = {}
        """By the place of the record: a small number, which is hashed in no time."""
        self.signed = open_shelf(get_signature(), room=_MOST_SIGNED)
        """Signatures, by place: of what was filed before, all that is looked at; forms are only of what is weighed."""
        self._filed: list[int] = []
        """Places of the records of this transaction."""
        self._lent: set[int] = set()
        """Places of fetched forms."""
        self._first: dict[int, int] = {}
        """Key -> place of the record that was first filed under it."""
        self._more: dict[int, list[int]] = {}
        """Key -> places of further ones. Most keys are one record's own, and lists of one cost time and room."""
        self._common: set[int] = set()
        """Keys under which the database has too many to be of use."""
        self._records: list[bytes] = []
        """By place, as the database keeps them: most are never asked for."""
        self._places: dict[bytes, int] = {}
        self._gone: set[int] = set()
        """Places of what records said before they were corrected."""
        self._owners: dict[UUID, UUID] = {}
        self._people: dict[UUID, list[UUID]] = {}
        """All records of each customer of whom the database knows no others."""

    def list_unknown(self, keys: Iterable[int]) -> list[int]:
        """The keys under which something may be stored that is not at hand, in order."""
        return sorted(set(keys) - self._first.keys() - self._common)

    def take_in(self, stored: Iterable[tuple[int, bytes | None]]) -> None:
        """Stored records by their key, one behind the other; None where these are too many."""
        for key, written in stored:
            if written is None:
                self._common.add(key)
                continue
            for start in range(0, len(written), _ID):
                record = written[start : start + _ID]
                place = self._places.get(record)
                self._enter(key, self._place(record) if place is None else place)

    def list_unsigned(self, far: Far) -> list[int]:
        """Those of these places whose signatures are to be fetched, in the order in which they lie in the database."""
        if len(self._places) - len(self._filed) > _MOST_SIGNED:
            self.signed.keep_only(self._filed)
        missing = self.signed.list_missing(set().union(*far.values()))
        return sorted(missing, key=self._records.__getitem__)

    def list_formless(self, places: Iterable[int]) -> list[int]:
        """Those of these places whose forms are to be fetched."""
        if len(self._lent) > _MOST_FORMS:
            for place in self._lent:
                del self.forms[place]
            self._lent = set()
        return sorted(set(places) - self.forms.keys())

    def keep_forms(self, forms: Mapping[int, Form]) -> None:
        """Forms of stored records by place, without values that count for nobody."""
        self.forms |= forms
        self._lent |= forms.keys()

    def record_at(self, place: int) -> UUID:
        """The record at this place."""
        return UUID(bytes=self._records[place])

    def name_records(self, places: Iterable[int]) -> Ids:
        """The records at these places, for the database."""
        return Ids(map(self._records.__getitem__, places))

    def places_of(self, records: Iterable[bytes]) -> list[int]:
        """The places of records that are at hand."""
        return [self._places[record] for record in records]

    def place_of(self, record: UUID) -> int:
        """The same of one."""
        return self._places[record.bytes]

    def list_places(self, records: Iterable[UUID]) -> set[int]:
        """The places of those of these records that are at hand."""
        ids = (record.bytes for record in records)
        return {self._places[record] for record in ids if record in self._places}

    def share(self, keys: Keys, corrected: Iterable[UUID]) -> tuple[Near, Far]:
        """What each line shares a useful key with, records that say something else now aside."""
        self._gone |= self.list_places(corrected)
        near: dict[int, set[int]] = defaultdict(set)
        far: dict[int, set[int]] = defaultdict(set)
        for key, lines in _lines_by_key(keys).items():
            places = self._find(key)
            if 1 < len(lines) + len(places) <= MOST_IN_A_KEY and key not in self._common:
                for at, line in enumerate(lines[:-1], start=1):
                    near[line].update(lines[at:])
                for line in lines if places else ():
                    far[line].update(places)
        return near, far

    def file(self, sheet: Sheet, own: Mapping[int, Form], signed: "Shelf") -> None:
        """The records of these lines are filed under all their keys, with their own forms and signatures."""
        places = range(len(self._records), len(self._records) + len(own))
        self.signed.keep(places, signed.rows[signed.find(own)])
        self._filed += places
        for place, (line, form) in zip(places, own.items(), strict=True):
            record = sheet.records[line].bytes
            self._records.append(record)
            self.forms[place], self._places[record] = form, place
            for key in sheet.keys[line]:
                if self._first.setdefault(key, place) != place:
                    self._more.setdefault(key, []).append(place)

    def settle(self, sheet: Sheet, verdict: Verdict) -> None:
        """The records of these lines are whose the verdict says, and customers that are one have one."""
        self._people |= {newcomer: [] for newcomer in verdict.newcomers}
        for survivor, merged, _ in verdict.mergers:
            records = self._people.pop(merged, None)
            if records is None:  # the database knows others of the survivor from now on
                self._people.pop(survivor, None)
            self._give(records or [], survivor)
        for lines, owner in zip(verdict.groups, verdict.owners, strict=True):
            if owner:
                self._give([sheet.records[line] for line in lines], owner)

    def forget_values(self, void: Mapping[UUID, Collection[str]]) -> None:
        """Kinds of values of records that count for nobody from now on."""
        for record, kinds in void.items():
            place = self._places.get(record.bytes)
            if place in self.forms:
                form = self.forms[place] = forget_kinds(self.forms[place], kinds)
                self.signed.keep([place], get_signature().read([form]))
            elif place is not None:
                self.signed.forget([place])

    def look_around(self, records: Iterable[UUID], owners: Collection[UUID]) -> Around | None:
        """What stands around these customers and those of these records; None where the database knows more of one."""
        people = {*owners, *(self._owners.get(record) for record in records)}
        if not people <= self._people.keys():
            return None
        standing = {record: person for person in people if person for record in self._people[person]}
        ranked = sorted(self._people.keys() & people, key=lambda person: (-len(self._people[person]), person))
        forms = {record: self.forms[self.place_of(record)] for record in standing}
        return Around(Standing(forms, standing), [], {person: place for place, person in enumerate(ranked)})

    def _give(self, records: Iterable[UUID], owner: UUID) -> None:
        for record in records:
            if self._owners.get(record) != owner:
                self._owners[record] = owner
                if owner in self._people:
                    self._people[owner].append(record)

    def _place(self, record: bytes) -> int:
        """The next place, for a record that has none."""
        self._places[record] = place = len(self._records)
        self._records.append(record)
        return place

    def _enter(self, key: int, place: int) -> None:
        if self._first.setdefault(key, place) != place:
            more = self._more.setdefault(key, [])
            if place not in more:
                more.append(place)

    def _find(self, key: int) -> list[int]:
        first = self._first.get(key)
        if first is None:
            return []
        places = [first, *self._more.get(key, ())]
        return [place for place in places if place not in self._gone] if self._gone else places


def start_at_hand() -> AtHand:
    """One with nothing in it, of which it is said whether that is all there is."""
    return AtHand(is_all=not BlockingKey.objects.exists())


def _lines_by_key(keys: Keys) -> dict[int, list[int]]:
    lines: dict[int, list[int]] = {}
    for line, own in keys.items():
        for key in own:
            lines.setdefault(key, []).append(line)
    return lines
